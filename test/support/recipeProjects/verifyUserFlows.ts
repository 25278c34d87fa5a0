import { content, literal, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

const flow = (what: string, wanted: string): string =>
  [
    "import { execFileSync } from 'node:child_process';",
    `const said = execFileSync(process.execPath, ['src/shop.js', ${literal(what)}], { encoding: 'utf8' }).trim();`,
    `if (said !== ${literal(wanted)}) { console.error('wanted ${wanted}, and the shop said ' + said); process.exit(1); }`,
    '',
  ].join('\n');

const regression = testFile("import { answer } from '../src/answer.js';", {
  'one book is paid once': "assert.equal(answer('buy'), 'paid 10');",
});

/** Three flows: one works, one fails badly, one fails in a way that can wait. */
export const verifyUserFlows: RecipeProject = {
  recipe: 'verify-user-flows',
  answers: { tests: 'node --test', test_files: 'test/**' },
  files: {
    ...packageOf(),
    'src/answer.js':
      "export const answer = (what) => ({ look: 'one book', buy: 'paid 20', leave: 'bye' })[what] ?? 'what?';\n",
    'src/shop.js': "import { answer } from './answer.js';\nconsole.log(answer(process.argv[2]));\n",
    'test/answer.test.js': testFile("import { answer } from '../src/answer.js';", {
      'there is a book': "assert.equal(answer('look'), 'one book');",
    }),
    'flows/look.mjs': flow('look', 'one book'),
    'flows/buy.mjs': flow('buy', 'paid 10'),
    'flows/leave.mjs': flow('leave', 'good bye'),
    '.loops/flows.json': JSON.stringify([
      { id: 'look', title: 'A visitor looks around', run: 'node flows/look.mjs' },
      { id: 'buy', title: 'A visitor buys a book', run: 'node flows/buy.mjs', why: 'It pays the rent.' },
      { id: 'leave', title: 'A visitor leaves', run: 'node flows/leave.mjs' },
    ]),
  },
  loops: {
    'verify-user-flows': {
      explorer: `
const [, key] = /^The user flow .([\\w-]+).,/.exec(told.prompt);
const isPaying = told.prompt.includes('It pays the rent.') && told.prompt.includes('the shop said paid 20');
say({ type: 'finding', key, title: isPaying ? 'Visitors pay twice' : 'The shop is curt', severity: isPaying ? 'critical' : 'low', file: 'src/answer.js', line: 1, suggestion: 'Look at answer().' });`,
    },
    'fix-user-flows': {
      maker: `
import { readFileSync, writeFileSync } from 'node:fs';
if (!told.prompt.includes('Visitors pay twice')) throw new Error('The finding did not arrive.');
writeFileSync('src/answer.js', readFileSync('src/answer.js', 'utf8').replace('paid 20', 'paid 10'));
writeFileSync('test/buy.test.js', ${literal(regression)});
console.log('Let visitors pay once');`,
      checker: content,
    },
  },
};
