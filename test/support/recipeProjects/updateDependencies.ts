import { content, packageOf, type RecipeProject, testFile } from './recipeProject.ts';

/** Four outdated packages: one is a major version, one too young, one needs our code to follow. */
export const updateDependencies: RecipeProject = {
  recipe: 'update-dependencies',
  answers: { tests: 'node --test', lint: '', build: '' },
  files: {
    ...packageOf({ dependencies: { dates: '1.0.0', words: '2.1.0', big: '1.9.0', fresh: '1.0.0' } }),
    'src/names.js': "export const names = ['a'];\n",
    'test/names.test.js': testFile("import { names } from '../src/names.js';", {
      'there are names': 'assert.ok(names.length > 0);',
    }),
    '.stand-in/npm.json': JSON.stringify({
      latest: { dates: '1.0.1', words: '2.2.0', big: '2.0.0', fresh: '1.0.1' },
      times: {
        dates: { '1.0.1': '2020-01-01T00:00:00Z' },
        words: { '2.2.0': '2020-01-01T00:00:00Z' },
        big: { '2.0.0': '2020-01-01T00:00:00Z' },
        fresh: { '1.0.1': new Date().toISOString() },
      },
    }),
  },
  loops: {
    'update-dependencies': {
      maker: `
import { readFileSync, writeFileSync } from 'node:fs';
const [, name, from, to] = /^Raise .(\\w+). from (\\S+) to (\\S+),/.exec(told.prompt);
const raise = (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"' + name + '": "' + from + '"', '"' + name + '": "' + to + '"'));
raise('package.json');
// The lockfile is forgotten at first, and the install says so.
if (told.feedback.includes('in sync')) raise('package-lock.json');
if (name === 'words') writeFileSync('src/names.js', "export const names = ['a', 'b'];\\n");
console.log('Raise ' + name + ' to ' + to);`,
      checker: content,
    },
  },
};
