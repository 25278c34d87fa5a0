import { content, literal, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

/** A scanner that knows one rule, and prints SARIF. */
const scanner = `
import { existsSync, readdirSync, readFileSync } from 'node:fs';
const results = readdirSync('src').flatMap((name) =>
  readFileSync('src/' + name, 'utf8').split('\\n').flatMap((text, index) => text.includes('eval(') ? [{
    ruleId: 'no-eval', level: 'error', message: { text: 'eval of a variable' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/' + name }, region: { startLine: index + 1 } } }],
  }] : text.includes('http:') ? [{
    ruleId: 'plain-http', level: 'note', message: { text: 'not encrypted' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/' + name }, region: { startLine: index + 1 } } }],
  }] : []));
console.log(JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'tiny', rules: [{ id: 'no-eval', properties: { 'security-severity': '9.1' } }] } }, results }] }));
process.exitCode = results.length === 0 ? 0 : 1;
`;

const regression = testFile("import { add } from '../src/calculator.js';", {
  'what is typed is not run': "assert.throws(() => add('globalThis.pwned = 1'), /no number/);",
});

/** Three findings: a hole, a false alarm, and one below the threshold. */
export const securityScan: RecipeProject = {
  recipe: 'security-scan',
  answers: { tests: 'node --test', test_files: 'test/**' },
  files: {
    ...packageOf(),
    'scanner.mjs': scanner,
    '.loops/scan.json': JSON.stringify({ run: 'node scanner.mjs' }),
    'src/calculator.js': 'export const add = (typed) => eval(typed) + 1;\n',
    'src/constant.js': "export const two = eval('1 + 1');\n",
    'src/link.js': "export const link = 'http://localhost';\n",
    'test/calculator.test.js': testFile("import { add } from '../src/calculator.js';", {
      'one is added': "assert.equal(add('1'), 2);",
    }),
  },
  loops: {
    'security-scan': {
      explorer: `
const [, key] = /with the key\\s+.(no-eval:\\S+)./.exec(told.prompt);
if (told.prompt.includes('eval(typed)')) say({ type: 'root-cause', text: 'Anybody who types sends a text to add(), and it is run at src/calculator.js:1.' });
else say({ type: 'finding', key, title: 'A false alarm: the text is a constant', severity: 'low', file: 'src/constant.js' });`,
      maker: `
import { writeFileSync } from 'node:fs';
writeFileSync('src/calculator.js', "export function add(typed) {\\n  const number = Number(typed);\\n  if (Number.isNaN(number)) throw new TypeError('no number');\\n  return number + 1;\\n}\\n");
writeFileSync('test/typed.test.js', ${literal(regression)});`,
      checker: content,
    },
  },
};
