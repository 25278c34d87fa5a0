import { content, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

/** Reads cases and answers each; the same for reference and port, apart from where the modules are. */
const answer = [
  "import { readFileSync } from 'node:fs';",
  "const { run } = await import('./' + process.env.MODULE + '.mjs');",
  "for (const line of readFileSync(0, 'utf8').split('\\n').filter(Boolean)) console.log(JSON.stringify(run(JSON.parse(line))));",
  '',
].join('\n');

const weekday = 'export const run = ({ day }) => (day + 6) % 7;\n';
const shout = "export const run = ({ text }) => text.toUpperCase() + '!';\n";

/** Two modules, of which the first is ported wrongly at first. */
export const portModules: RecipeProject = {
  recipe: 'port-modules',
  answers: { tests: 'node --test', setup: '' },
  files: {
    ...packageOf(),
    'reference/answer.mjs': answer,
    'reference/dates.mjs': weekday,
    'reference/words.mjs': shout,
    'port/answer.mjs': answer,
    '.loops/port-cases/dates.jsonl': '{"day":0}\n{"day":1}\n{"day":6}\n',
    '.loops/port-cases/words.jsonl': '{"text":"ha"}\n{"text":"straße"}\n',
    'test/port.test.js': testFile('', { 'there is a port': 'assert.ok(true !== false);' }),
  },
  loops: {
    'port-modules': {
      maker: `
import { writeFileSync } from 'node:fs';
const [, name] = /^Port the module .(\\w+)./.exec(told.prompt);
const isTold = told.feedback.includes('the reference says 6, the port says 0');
const dates = isTold ? ${JSON.stringify(weekday)} : 'export const run = ({ day }) => day % 7;\\n';
writeFileSync('port/' + name + '.mjs', name === 'dates' ? dates : ${JSON.stringify(shout)});`,
      checker: content,
    },
  },
};
