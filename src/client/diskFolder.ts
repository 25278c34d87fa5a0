import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder on disk for readers that know of no disk: paths go from it with slashes, and what is not there is nothing. */
export const diskFolder = (folder: string) => ({
  names: (path: string): Promise<readonly string[]> => readdir(join(folder, path)).catch(() => []),
  text: (path: string): Promise<string | undefined> => readFile(join(folder, path), 'utf8').catch(() => undefined),
});
