import { packageOf, type RecipeProject, testFile } from './recipeProject.ts';

/** A sum that stops one short. The maker bends the test to it first, and mends the source once it is told not to. */
export const fixFailingTests: RecipeProject = {
  recipe: 'fix-failing-tests',
  answers: { tests: 'node --test', lint: '', setup: '' },
  files: {
    ...packageOf(),
    'src/sum.js': [
      'export function sum(numbers) {',
      '  let total = 0;',
      '  for (let at = 0; at < numbers.length - 1; at += 1) total += numbers[at];',
      '  return total;',
      '}',
      '',
    ].join('\n'),
    'test/sum.test.js': testFile("import { sum } from '../src/sum.js';", {
      'all numbers are summed': 'assert.equal(sum([1, 2, 3]), 6);',
    }),
  },
  loops: {
    'fix-failing-tests': {
      maker: `
import { readFileSync, writeFileSync } from 'node:fs';
const edit = (file, from, to) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
if (process.env.LOOPWRIGHT_ITERATION === '1') {
  if (!told.feedback.includes('3 !== 6')) throw new Error('Nobody told what the test printed.');
  edit('test/sum.test.js', '6)', '3)');
} else {
  if (!told.feedback.includes('put back what is there')) throw new Error('Nobody told to leave the test.');
  edit('test/sum.test.js', '3)', '6)');
  edit('src/sum.js', 'numbers.length - 1', 'numbers.length');
}`,
    },
  },
};
