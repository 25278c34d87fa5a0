import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { importSource } from './importSource.mjs';

const source = 'src/language/problemPages.ts';
const folder = 'docs/problems';

/** @param {string} file from the top of the checkout */
function textOf(file) {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '';
}

/**
 * A page for every problem and a list of them. What people wrote into a page stays as it is.
 * @returns {Promise<readonly import('./generators.mjs').Generator[]>}
 */
export async function problemPages() {
  const { problemCodes, problemPage, problemsReadme } = await importSource(source);
  if (!Array.isArray(problemCodes) || typeof problemPage !== 'function' || typeof problemsReadme !== 'function') {
    throw new Error(`${source} must export problemCodes, problemPage and problemsReadme`);
  }
  const readme = `${folder}/README.md`;
  return [
    { file: readme, source, make: async () => String(problemsReadme(textOf(readme))) },
    ...problemCodes.map((code) => {
      const file = `${folder}/${code}.md`;
      return { file, source, make: async () => String(problemPage(code, textOf(file))) };
    }),
  ];
}

/**
 * What is wrong with the pages apart from their being stale: one that nobody has written, or one of no problem.
 * @returns {Promise<readonly string[]>}
 */
export async function faultsOfPages() {
  const { bodyOf } = await importSource(source);
  if (typeof bodyOf !== 'function') throw new Error(`${source} must export bodyOf`);
  const files = (await problemPages()).map(({ file }) => file);
  const there = existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
    : [];
  return [
    ...files
      .filter((file) => bodyOf(textOf(file)) === '')
      .map((file) => `${file} says nothing: write the part that is written by hand`),
    ...there.filter((file) => !files.includes(file)).map((file) => `${file} is of no problem: delete it`),
  ];
}
