import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { TreeSyntax } from '../../parsing/treeSyntax.ts';
import { digest } from './digest.ts';
import { PartReader } from './partReader.ts';

/** A reader with a parser of its own, which is made now. */
export function ownReader(): PartReader {
  const opened = TreeSyntax.open(readGrammar);
  // Told when something is read.
  opened.catch(() => undefined);
  return new PartReader(async (paths) => {
    const syntax = await opened;
    await syntax.load(paths);
    return { syntax, digest };
  });
}

/** As the build has put it beside this program. */
async function readGrammar(name: string): Promise<Uint8Array> {
  return promisify(brotliDecompress)(await readFile(join(__dirname, `${name}.wasm.br`)));
}
