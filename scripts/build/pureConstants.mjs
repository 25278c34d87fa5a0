import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/** What stands around the value of a constant that nobody may miss. */
const before = '/* @__PURE__ */ (() => (';
const after = '))()';

/**
 * Lets a program leave out schemas that it never uses. esbuild keeps `const a = z.object(…)` of every module that something is
 * taken from, since a call could do anything; in our modules with schemas a constant at the top does nothing but make a value.
 * @returns {import('esbuild').Plugin}
 */
export function pureConstants() {
  return {
    name: 'pure-constants',
    async setup(build) {
      // Not at the top: on a fresh machine this file is loaded before there are packages.
      const { default: ts } = await import('typescript');
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(join(root, 'src'))) return undefined;
        const text = await readFile(path, 'utf8');
        if (!text.includes("from 'zod';")) return undefined;
        return { contents: withPureConstants(ts, path, text), loader: 'ts' };
      });
    },
  };
}

/**
 * The same text, line by line, with each constant at its top marked as one that may be left out.
 * @param {typeof import('typescript')} ts
 * @param {string} path
 * @param {string} text
 */
function withPureConstants(ts, path, text) {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false);
  const values = statements.flatMap((statement) => valuesOf(ts, statement));
  // From the end, so that the places before it stay where they are.
  return values.reverse().reduce((rest, { pos, end }) => {
    return `${rest.slice(0, pos)} ${before}${rest.slice(pos, end)}${after}${rest.slice(end)}`;
  }, text);
}

/**
 * Values of constants that are made when the module is loaded; a function is made when it is called.
 * @param {typeof import('typescript')} ts
 * @param {import('typescript').Statement} statement
 * @returns {readonly import('typescript').Expression[]}
 */
function valuesOf(ts, statement) {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer }) =>
    initializer === undefined || ts.isArrowFunction(initializer) ? [] : [initializer],
  );
}
