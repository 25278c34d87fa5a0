import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { reportSizeLimit } from '../reports/readReport.ts';

/** A regular file inside the worktree; a link or a pipe that an agent planted there is not followed. */
export async function readInside(worktree: string, path: string): Promise<string | undefined> {
  const file = join(worktree, path);
  const [top, real] = await Promise.all([realpath(worktree), realpath(file).catch(() => undefined)]);
  if (real === undefined || !real.startsWith(top + sep)) return undefined;
  const found = await lstat(file);
  if (!found.isFile() || found.size > reportSizeLimit) return undefined;
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
