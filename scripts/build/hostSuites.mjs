import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/**
 * Lets `test/host/index.ts` import `virtual:host-suites`: a module that loads every `test/host/**\/*.test.ts` there is
 * at build time. No list is kept by hand, so no test can be forgotten.
 * @returns {import('esbuild').Plugin}
 */
export function hostSuites() {
  return {
    name: 'host-suites',
    setup(build) {
      build.onResolve({ filter: /^virtual:host-suites$/ }, ({ path }) => ({ path, namespace: 'host-suites' }));
      build.onLoad({ filter: /.*/, namespace: 'host-suites' }, () => ({
        contents: hostTestFiles()
          .map((file) => `require(${JSON.stringify(`./test/host/${file}`)});`)
          .join('\n'),
        resolveDir: root,
      }));
    },
  };
}

/** The host tests' files, relative to `test/host`, in a stable order. */
export function hostTestFiles() {
  return readdirSync(join(root, 'test', 'host'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}
