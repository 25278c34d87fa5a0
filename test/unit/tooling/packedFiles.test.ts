import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';

const rules = async (file: string) =>
  (await readFile(join(root, file), 'utf8')).split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));

it('npm and vsce pack the same files, and the recipes among them', async () => {
  const packed = await rules('.vscodeignore');
  expect(await rules('.npmignore')).toEqual(packed);
  expect(packed).toContain('!recipes/**');
});
