import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../paths.mjs';

/**
 * Imports a TypeScript source of this checkout: bundled to a temporary module, because Node 20 reads no TypeScript.
 * @param {string} source relative to the top of the checkout
 * @returns {Promise<Record<string, unknown>>} its exports
 */
export async function importSource(source) {
  const esbuild = await import('esbuild');
  // Inside node_modules, so that packages left out of the bundle are still found.
  const folder = await mkdtemp(join(root, 'node_modules', '.loopwright-generate-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: [source],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
