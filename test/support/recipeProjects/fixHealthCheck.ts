import { content, literal, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

const regression = testFile("import { minutesOf } from '../src/services.js';", {
  'a name with a space at its end is the same service': "assert.equal(minutesOf('Cut '), 30);",
});

/** A menu with a space at the end of a name makes a service of no minutes. */
export const fixHealthCheck: RecipeProject = {
  recipe: 'fix-health-check',
  answers: {
    health: 'node health.mjs',
    source: 'node .loops/tools/failing.mjs health -- node health.mjs',
    tests: 'node --test',
  },
  files: {
    ...packageOf(),
    'menu.json': '["Cut ", "Colour"]\n',
    'src/services.js':
      'const minutes = { cut: 30, colour: 90 };\nexport const minutesOf = (name) => minutes[name.toLowerCase()] ?? 0;\n',
    'test/services.test.js': testFile("import { minutesOf } from '../src/services.js';", {
      'a cut takes half an hour': "assert.equal(minutesOf('Cut'), 30);",
    }),
    'health.mjs': [
      "import { readFileSync } from 'node:fs';",
      "import { minutesOf } from './src/services.js';",
      "const broken = JSON.parse(readFileSync('menu.json', 'utf8')).filter((name) => minutesOf(name) === 0);",
      "for (const name of broken) console.log('BROKEN: ' + JSON.stringify(name) + ' takes no time');",
      'process.exitCode = broken.length === 0 ? 0 : 1;',
      '',
    ].join('\n'),
  },
  loops: {
    'fix-health-check': {
      explorer: `
const [, what] = /BROKEN: (.*)/.exec(told.prompt) ?? [];
say({ type: 'root-cause', text: '1. Why? ' + what + '. 5. Why? minutesOf compares names with the spaces around them, src/services.js:2.' });`,
      maker: `
import { readFileSync, writeFileSync } from 'node:fs';
if (!told.feedback.includes('minutesOf compares names with the spaces')) throw new Error('Nobody told the cause.');
writeFileSync('src/services.js', readFileSync('src/services.js', 'utf8').replace('name.toLowerCase()', 'name.trim().toLowerCase()'));
// Without a test the first pass proves nothing, whatever the health check says.
if (told.feedback.includes('no test')  || process.env.LOOPWRIGHT_ITERATION === '2') writeFileSync('test/spaces.test.js', ${literal(regression)});`,
      checker: content,
    },
  },
};
