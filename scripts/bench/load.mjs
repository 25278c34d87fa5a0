import { readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../paths.mjs';

/** @typedef {import('../../test/bench/bench.ts').Bench} Bench */

/**
 * Our scripts find the checkout by their own place, so a bench imports them where they are.
 * @type {import('esbuild').Plugin}
 */
const scriptsStay = {
  name: 'scripts-stay',
  setup(build) {
    build.onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(resolve(resolveDir, path)).href,
      external: true,
    }));
  },
};

/**
 * Every bench of `test/bench/*.bench.ts` and `*.bench.mjs`, by file name; no list is kept by hand.
 * @returns {Promise<readonly Bench[]>}
 */
export async function loadBenches() {
  const folder = join(root, 'test', 'bench');
  const files = readdirSync(folder).filter((file) => /\.bench\.(ts|mjs)$/.test(file));
  const outdir = join(root, 'dist', 'test', 'bench');
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: files.map((file) => join(folder, file)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    plugins: [scriptsStay],
    logLevel: 'warning',
  });
  const modules = files.sort().map((file) => join(outdir, file.replace(/\.(ts|mjs)$/, '.mjs')));
  return Promise.all(modules.map(async (path) => (await import(pathToFileURL(path).href)).default));
}
