import { closeSync, openSync, readSync } from 'node:fs';

/** Most files of /proc are shorter; a longer one makes it grow. Untouched pages of it cost nothing. */
let shared = Buffer.allocUnsafeSlow(16 * 1024);

/**
 * Reads a file of /proc as latin1; empty where it is gone, as processes come and go while one looks. One look reads hundreds
 * of these, and `readFileSync` takes 64 KB for each, since they say that they are 0 bytes long: so all go through one buffer.
 */
export function readProcFile(path: string): string {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const length = readAll(fd);
    return shared.toString('latin1', 0, length);
  } catch {
    return '';
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Bytes that were read into the buffer, which may be another one then. */
function readAll(fd: number): number {
  for (let length = 0; ; ) {
    if (length === shared.length) shared = Buffer.concat([shared], 2 * shared.length);
    const more = readSync(fd, shared, length, shared.length - length, null);
    if (more === 0) return length;
    length += more;
  }
}
