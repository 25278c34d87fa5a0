import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLoop } from '../language/parseLoop.ts';
import type { Loop } from '../model/loopFile.ts';

/** The loops of a checkout that can be read, by file name. `file` is from the top of the repository. */
export async function loopFiles(root: string): Promise<readonly { readonly file: string; readonly loop: Loop }[]> {
  const names = await readdir(join(root, '.loops')).catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith('.loop.yaml'))
      .sort()
      .map(async (name) => {
        const file = `.loops/${name}`;
        const text = await readFile(join(root, file), 'utf8').catch(() => '');
        const { loop } = parseLoop(text, { path: file });
        return loop === undefined ? [] : [{ file, loop }];
      }),
  );
  return found.flat();
}
