import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { root } from '../../scripts/paths.mjs';

/** The files of one of the example repositories in `examples/`, by their path in it with forward slashes. */
export async function exampleFiles(name: string): Promise<Record<string, string>> {
  const folder = join(root, 'examples', name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = files.map(async (file) => {
    const path = file
      .slice(folder.length + 1)
      .split(sep)
      .join('/');
    return [path, await readFile(file, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}
