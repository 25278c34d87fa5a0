import { content, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

const source = [
  'export function parsePrice(text) {',
  "  console.log('parsing', text);",
  '  // const old = parseFloat(text);',
  '  // TODO handle commas',
  '  return Math.round(Number(text) * 100);',
  '}',
  '',
].join('\n');

/** A maker that first weakens a test, which is refused, and then keeps to the file. */
export const deSloppify: RecipeProject = {
  recipe: 'de-sloppify',
  answers: { tests: 'node --test', lint: '' },
  files: {
    ...packageOf(),
    'src/price.js': source,
    'src/fine.js': 'export const fine = true;\n',
    'test/price.test.js': testFile("import { parsePrice } from '../src/price.js';", {
      'a price is in cents': "assert.equal(parsePrice('1.50'), 150);",
    }),
  },
  loops: {
    'de-sloppify': {
      maker: `
import { readFileSync, writeFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
if (!told.prompt.includes('2: debug output: console.log')) throw new Error('The signs did not arrive.');
const [, base] = /put back what is there in ([0-9a-f]{12})/.exec(told.feedback) ?? [];
if (base === undefined) rmSync('test/price.test.js');
else writeFileSync('test/price.test.js', execFileSync('git', ['show', base + ':test/price.test.js']));
const kept = readFileSync('src/price.js', 'utf8').split('\\n').filter((line) => !/console|const old/.test(line));
writeFileSync('src/price.js', kept.join('\\n'));`,
      checker: content,
    },
  },
};
