import { dirname, relative, resolve } from 'node:path';
import { root } from '../paths.mjs';
import { programs } from './entries.mjs';

/** The file of each program in `dist/`, by its source. */
const files = new Map(Object.entries(programs).map(([name, source]) => [source, `./${name}.js`]));

/** What esbuild is told of a program that loads others: with `require`, which VS Code's `require('vscode')` works in as well. */
export const lazyOptions = () => ({ plugins: [lazyPrograms()], supported: { 'dynamic-import': false } });

/**
 * Leaves what is imported with `import()` and is a program of its own out of the program that imports it: it is loaded from
 * the file beside it, when it is first of use.
 * @returns {import('esbuild').Plugin}
 */
function lazyPrograms() {
  return {
    name: 'lazy-programs',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, importer }) => {
        if (kind !== 'dynamic-import') return undefined;
        const source = relative(root, resolve(dirname(importer), path)).replaceAll('\\', '/');
        const file = files.get(source);
        return file === undefined ? undefined : { path: file, external: true };
      });
    },
  };
}
