import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle } from '../../scripts/build/bundle.mjs';
import type { BenchContext } from './bench.ts';

/** The extension as a package has it: manifest and minified programs, in a folder of the bench's. */
export async function stageExtension({ root, folder }: Pick<BenchContext, 'root' | 'folder'>): Promise<string> {
  const stage = join(folder, 'extension');
  await mkdir(stage, { recursive: true });
  for (const entry of ['package.json', 'media', 'syntaxes', 'schemas', 'language-configuration.json']) {
    await cp(join(root, entry), join(stage, entry), { recursive: true }).catch(ignoreAbsent);
  }
  await bundle({ forPackage: true, dist: join(stage, 'dist') });
  return stage;
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** One file of a bench that runs in a process of its own, or in the extension host: it finds nothing beside it there. */
export async function bundleModule(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['vscode'],
  });
  return outfile;
}
