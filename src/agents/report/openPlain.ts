import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm, writeFile } from 'node:fs/promises';

/** Why there is nothing to read. */
export type NotPlain = 'missing' | 'not-a-file' | 'unreadable';

/**
 * Opens a file that somebody untrusted can write, to read it: a link is not followed, a pipe not waited for, a folder no
 * error. Never rejects.
 */
export async function openPlain(file: string): Promise<FileHandle | NotPlain> {
  try {
    // Windows has no O_NOFOLLOW, so there one has to look first.
    if (!(await lstat(file)).isFile()) return 'not-a-file';
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    return 'not-a-file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'missing';
    return code === 'ELOOP' || code === 'ENXIO' ? 'not-a-file' : 'unreadable';
  }
}

/** Writes a file of ours where somebody untrusted can write: whatever lies there is replaced, a link not followed. */
export async function writeFresh(file: string, content: string | Uint8Array): Promise<void> {
  await rm(file, { recursive: true, force: true });
  await writeFile(file, content, { flag: 'wx', mode: 0o600 });
}
