import { content, packageOf, type RecipeProject } from './recipeProject.ts';

const manual = [
  '# The shop',
  '',
  'Prices are in `src/prices.js`, see [how](docs/how.md). Run `npm run serve`.',
  'An example of yours, such as `my/own.js`, is no claim.',
  '',
].join('\n');

/** A manual that speaks of two files and a script that are not there any more. */
export const docsDrift: RecipeProject = {
  recipe: 'docs-drift',
  answers: {},
  files: {
    ...packageOf(),
    'package.json': JSON.stringify({ name: 'shop', type: 'module', scripts: { start: 'node src/price.js' } }),
    'MANUAL.md': manual,
    'docs/fine.md': 'See [the manual](../MANUAL.md).\n',
    'CHANGELOG.md': 'Removed [old](gone.md).\n',
    'src/price.js': 'export const price = 1;\n',
  },
  loops: {
    'docs-drift': {
      maker: `
import { readFileSync, writeFileSync } from 'node:fs';
const [, file] = /^(\\S+) says what is not true/.exec(told.prompt);
let text = readFileSync(file, 'utf8').replace('src/prices.js', 'src/price.js').replace('[how](docs/how.md)', 'the code');
if (told.feedback.includes('the script serve')) text = text.replace('npm run serve', 'npm run start');
writeFileSync(file, text);`,
      checker: content,
    },
  },
};
