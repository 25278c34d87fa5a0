import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

export interface SocketHost {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tmpdir: string;
}

/** The kernel cuts a longer path without a word (`sun_path` has 104 or 108 bytes). */
const longestPath = 100;

const folderName = 'loopwright-';
const socketName = 'runner.sock';
/** What `mkdtemp` adds to a name. */
const randomPart = 'XXXXXX';

/**
 * The folder that gets a private folder for the socket; undefined on Windows, where a pipe has no folder. Throws where
 * no place is short enough.
 */
export function socketParent({ platform, env, tmpdir }: SocketHost): string | undefined {
  if (platform === 'win32') return undefined;
  const parents = [env['XDG_RUNTIME_DIR'], tmpdir, '/tmp'].filter((parent) => parent !== undefined && parent !== '');
  const short = parents.find(
    (parent) => Buffer.byteLength(`${parent}/${folderName}${randomPart}/${socketName}`) <= longestPath,
  );
  if (short === undefined)
    throw new Error(`No folder for a socket is short enough: ${parents.join(', ')}. Set TMPDIR to a shorter one.`);
  return short;
}

/**
 * Where a new runner listens: a socket in a new folder that only its user can enter, or on Windows, where everybody can
 * read a pipe, one with a name that cannot be guessed (`random`, hex digits); the token guards it there.
 */
export function newSocketPath(host: SocketHost, random: string): string {
  const parent = socketParent(host);
  if (parent === undefined) return `\\\\.\\pipe\\loopwright-${random}`;
  const folder = mkdtempSync(join(parent, folderName));
  chmodSync(folder, 0o700);
  return join(folder, socketName);
}
