import * as path from 'node:path';
import { build } from 'esbuild';

/** Bundles a script of this folder so that plain node runs it in a process of its own; returns the file. */
export async function bundle(script: string, into: string): Promise<string> {
  const outfile = path.join(into, `${path.basename(script, '.ts')}.mjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, script)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // simple-git's `debug` is CommonJS and requires node's own modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}
