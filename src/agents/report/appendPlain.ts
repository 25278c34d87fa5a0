import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';

/**
 * Appends a line of JSON, in one write, to a file where somebody untrusted can write; makes it where there is none. Rejects
 * for a link and for what is no file, which are left as they are.
 */
export async function appendPlain(file: string, value: object): Promise<void> {
  // Windows has no O_NOFOLLOW, and a pipe without a reader would be waited for.
  const there = await lstat(file).catch(() => undefined);
  if (there !== undefined && !there.isFile()) throw new Error(`${file} is no plain file.`);
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    await handle.write(`${JSON.stringify(value)}\n`);
  } finally {
    await handle.close();
  }
}
