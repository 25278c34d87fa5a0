import { createHash } from 'node:crypto';
import * as path from 'node:path';

/** What a lock is on: a folder by identity (two paths to one folder are one lock), for a purpose, for a user. */
export interface LockSubject {
  /** Device and inode, as `stat` with bigint gives them. */
  readonly device: bigint;
  readonly inode: bigint;
  readonly uid: number;
  readonly purpose: string;
  /** Only for the mechanism that needs a file. */
  readonly folder: string;
}

/** Something the system lets one process hold and takes back when that process dies, `kill -9` included. */
export type LockMechanism =
  | { readonly kind: 'socket'; readonly name: string }
  | { readonly kind: 'file'; readonly file: string };

/**
 * Linux: a socket in the abstract namespace. Windows: a named pipe. macOS and the BSDs: a file opened with an exclusive
 * lock, which stays behind and means nothing. A lock file alone would outlive its holder.
 */
export function lockMechanism(subject: LockSubject, platform: NodeJS.Platform): LockMechanism {
  const key = `${subject.uid}:${subject.device}:${subject.inode}:${subject.purpose}`;
  const name = `loopwright-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;
  switch (platform) {
    case 'linux':
    case 'android':
      return { kind: 'socket', name: `\0${name}` };
    case 'win32':
      return { kind: 'socket', name: `\\\\.\\pipe\\${name}` };
    default:
      return { kind: 'file', file: path.posix.join(subject.folder, 'loopwright', `${name}.lock`) };
  }
}
