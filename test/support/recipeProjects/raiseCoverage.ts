import { literal, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

const command = 'node --test --experimental-test-coverage --test-reporter=lcov --test-reporter-destination=lcov.info';

const empty = testFile("import { halve, quarter } from '../src/parts.js';", {
  'parts can be made':
    'for (const part of [halve, quarter]) for (const number of [3, 8]) try { part(number); } catch {}',
});
const real = testFile("import { halve, quarter } from '../src/parts.js';", {
  'halves are whole': 'assert.equal(halve(4), 2); assert.throws(() => halve(3), RangeError);',
  'quarters are whole': 'assert.equal(quarter(8), 2); assert.throws(() => quarter(3), RangeError);',
});

/** A maker whose first tests cover everything and assert nothing; the judge says so. */
export const raiseCoverage: RecipeProject = {
  recipe: 'raise-coverage',
  answers: { tests: 'node --test', coverage: command },
  inputs: { threshold: 90 },
  files: {
    ...packageOf(),
    '.gitignore': 'lcov.info\n',
    'src/parts.js': [
      'export function halve(number) {',
      '  if (number % 2 !== 0) {',
      "    throw new RangeError('odd');",
      '  }',
      '  return number / 2;',
      '}',
      'export function quarter(number) {',
      '  if (number % 4 !== 0) {',
      "    throw new RangeError('no multiple of four');",
      '  }',
      '  return number / 4;',
      '}',
      '',
    ].join('\n'),
    'test/parts.test.js': testFile("import { halve } from '../src/parts.js';", {
      'four has a half': 'assert.equal(halve(4), 2);',
    }),
  },
  loops: {
    'raise-coverage': {
      maker: `
import { writeFileSync } from 'node:fs';
const isTold = told.feedback.includes('asserts nothing');
writeFileSync('test/more.test.js', isTold ? ${literal(real)} : ${literal(empty)});`,
      judge: `
const isReal = told.diff.includes('assert.throws');
say({ type: 'score', score: isReal ? 9 : 2, reasons: [isReal ? 'Each test can fail.' : 'The new test asserts nothing.'] });`,
    },
  },
};
