import { readdir } from 'node:fs/promises';
import * as path from 'node:path';

/** Where a program is on `searched`, a PATH. */
export async function programOf(name: string, searched: string): Promise<string> {
  for (const folder of searched.split(path.delimiter)) {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    if (names.includes(name)) return path.join(folder, name);
  }
  throw new Error(`no ${name} on PATH`);
}
