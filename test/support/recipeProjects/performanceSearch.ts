import { content, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

/** Counts steps instead of time, so that the test needs no quiet machine. */
const bench = [
  "import { pairs, steps } from './src/pairs.js';",
  'pairs(Array.from({ length: 20 }, (_, index) => index), 19);',
  'console.log(steps());',
  '',
].join('\n');

const version = (body: string): string => `let count = 0;\nexport const steps = () => count;\n${body}\n`;

const slow = version(`export function pairs(numbers, sum) {
  let found = 0;
  for (const [at, one] of numbers.entries()) {
    for (const other of numbers.slice(at + 1)) {
      count += 1;
      if (one + other === sum) found += 1;
    }
  }
  return found;
}`);
const slower = slow.replace('numbers.slice(at + 1)', '[...numbers.slice(at + 1), ...numbers.slice(0, 0), NaN]');
const fast = version(`export function pairs(numbers, sum) {
  const seen = new Set();
  let found = 0;
  for (const number of numbers) {
    count += 1;
    if (seen.has(sum - number)) found += 1;
    seen.add(number);
  }
  return found;
}`);

/** A maker whose first idea makes it slower, and is thrown away. */
export const performanceSearch: RecipeProject = {
  recipe: 'performance-search',
  answers: { tests: 'node --test', benchmark: 'node bench.mjs' },
  files: {
    ...packageOf(),
    'bench.mjs': bench,
    'src/pairs.js': slow,
    'test/pairs.test.js': testFile("import { pairs } from '../src/pairs.js';", {
      'pairs are counted once': 'assert.equal(pairs([1, 2, 3, 4], 5), 2);',
      'none is none': 'assert.equal(pairs([], 5), 0); assert.equal(pairs([5], 5), 0);',
    }),
  },
  loops: {
    'performance-search': {
      maker: `
import { readFileSync, writeFileSync } from 'node:fs';
const isFirst = process.env.LOOPWRIGHT_ITERATION === '1';
if (!isFirst && readFileSync('src/pairs.js', 'utf8').includes('NaN')) throw new Error('The slower version was kept.');
writeFileSync('src/pairs.js', isFirst ? ${JSON.stringify(slower)} : ${JSON.stringify(fast)});
say({ type: 'lesson', text: isFirst ? 'Copying the rest first gains nothing.' : 'A set finds the other half at once.' });`,
      checker: content,
    },
  },
};
