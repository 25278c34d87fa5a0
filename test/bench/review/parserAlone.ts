import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { bundleModule } from '../packagedExtension.ts';
import type { LargeChange } from './largeChange.ts';

export interface ParserAsked {
  /** The folder of the parser and its grammars. */
  readonly wasm: string;
  readonly texts: readonly { readonly text: string; readonly isTsx: boolean }[];
}

export interface ParserTook {
  /** Of processor time. */
  readonly ms: number;
}

/** What the parser alone takes for the heads, in one thread: nothing that reads all of them can be sooner on one core. */
export async function parserAlone({ root, folder }: BenchContext, files: LargeChange): Promise<readonly Figure[]> {
  const entry = join(root, 'test', 'bench', 'review', 'parserChild.ts');
  const module = await bundleModule(entry, join(folder, 'parserChild.js'));
  const asked: ParserAsked = {
    wasm: join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm'),
    texts: files.map(({ path, head }) => ({ text: head, isTsx: path.endsWith('x') })),
  };
  const said = execFileSync(process.execPath, [module], { input: JSON.stringify(asked), encoding: 'utf8' });
  const { ms } = JSON.parse(said) as ParserTook;
  const bytes = files.reduce((sum, { head }) => sum + Buffer.byteLength(head), 0);
  return [
    figure('the parser alone, of the heads, processor time', ms, 'ms'),
    figure('the parser alone, of the heads', bytes / 1000 / ms, 'MB/s'),
  ];
}
