import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { UnitBodies } from '../../parsing/code/unitBodies.ts';
import { Grammars } from '../../parsing/grammars.ts';
import { TreeSyntax } from '../../parsing/treeSyntax.ts';
import { digest } from './digest.ts';
import { PartReader } from './partReader.ts';

/** What a reader is made for; it can be sent to a thread. */
export interface ReaderStart {
  /** Whether the bodies of units are named. */
  readonly bodies: boolean;
}

/** A reader with a parser of its own, which is made now. */
export function ownReader({ bodies }: ReaderStart): PartReader {
  const opened = Grammars.open(readGrammar);
  // Told when something is read.
  opened.catch(() => undefined);
  return new PartReader(async (paths) => {
    const grammars = await opened;
    await grammars.load(paths);
    const named = new UnitBodies(grammars);
    const tools = { syntax: new TreeSyntax(grammars), digest };
    return bodies ? { ...tools, bodies: (path, text, units) => named.ofChanged(path, text, units) } : tools;
  });
}

/** As the build has put it beside this program. */
export async function readGrammar(name: string): Promise<Uint8Array> {
  return promisify(brotliDecompress)(await readFile(join(__dirname, `${name}.wasm.br`)));
}
