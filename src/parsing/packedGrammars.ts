import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { ReadWasm } from './grammars.ts';

/** Reads the parser and its grammars as the build puts them beside the programs, in `folder`. */
export const packedGrammars =
  (folder: string): ReadWasm =>
  async (name) =>
    promisify(brotliDecompress)(await readFile(join(folder, `${name}.wasm.br`)));
