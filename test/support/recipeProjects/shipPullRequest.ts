import { literal, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

const added = testFile("import { total } from '../src/total.js';", {
  'a discount is taken off': 'assert.equal(total([10, 20], 5), 25);',
});

/** A maker whose first attempt a linter would pass and a reviewer would not. */
export const shipPullRequest: RecipeProject = {
  recipe: 'ship-pull-request',
  answers: { tests: 'node --test', lint: 'node lint.mjs', build: '' },
  inputs: { task: 'Let total() take a discount, and never be less than nothing.' },
  files: {
    ...packageOf(),
    'lint.mjs':
      "import { readFileSync } from 'node:fs';\nprocess.exitCode = /var /.test(readFileSync('src/total.js', 'utf8')) ? 1 : 0;\n",
    'src/total.js': 'export const total = (prices) => prices.reduce((sum, price) => sum + price, 0);\n',
    'test/total.test.js': testFile("import { total } from '../src/total.js';", {
      'prices add up': 'assert.equal(total([1, 2]), 3);',
    }),
  },
  loops: {
    'ship-pull-request': {
      maker: `
import { writeFileSync } from 'node:fs';
if (!told.prompt.includes('take a discount')) throw new Error('The task did not arrive.');
const sum = 'prices.reduce((sum, price) => sum + price, 0) - discount';
const isTold = told.feedback.includes('A discount can make it less than nothing');
writeFileSync('src/total.js', 'export const total = (prices, discount = 0) => ' + (isTold ? 'Math.max(0, ' + sum + ')' : sum) + ';\\n');
writeFileSync('test/discount.test.js', ${literal(added)});
console.log('Let total take a discount');`,
      checker: `
const reproduce = 'node --input-type=module -e "import { total } from \\'./src/total.js\\'; if (total([1], 2) < 0) process.exit(1)"';
const isBroken = !told.diff.includes('Math.max');
if (isBroken) say({ type: 'defect', severity: 'high', title: 'A discount can make it less than nothing', file: 'src/total.js', line: 1, reproduce });
say({ type: 'verdict', passed: !isBroken });`,
    },
  },
};
