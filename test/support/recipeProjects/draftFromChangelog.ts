import { literal, type RecipeProject } from './recipeProject.ts';

const changelog = `# Changes

## 1.5.0 - 2026-02-01

- Carts can be shared.

## [1.4.0] - 2026-01-01

- Old news.
`;

const spec = [
  '# Shared carts',
  '## Why\nTwo people who shop together send lists around.',
  '## What changes\nA cart has a link, in src/cart.js.',
  '## Out of scope\nChat.',
  '## Acceptance\n- When one opens the link, then the same cart is shown.\n- When the link is wrong, then nothing is shown.',
  '## Open questions\nNone.',
].join('\n\n');
const whole = `${spec}\n\n## Source\nvendor/CHANGELOG.md, 1.5.0: “Carts can be shared.”\n`;

/** A draft that leaves out a section at first. */
export const draftFromChangelog: RecipeProject = {
  recipe: 'draft-from-changelog',
  answers: { source: 'node .loops/tools/changelog.mjs vendor/CHANGELOG.md' },
  files: { 'vendor/CHANGELOG.md': changelog, 'src/cart.js': 'export const cart = [];\n' },
  loops: {
    'draft-from-changelog': {
      maker: `
import { mkdirSync, writeFileSync } from 'node:fs';
const [, file] = /in .(specs\\/[\\w-]+\\.md)./.exec(told.prompt);
if (!told.prompt.includes('Carts can be shared.')) throw new Error('The entry did not arrive.');
mkdirSync('specs', { recursive: true });
writeFileSync(file, told.feedback.includes('There is no section “## Source”') ? ${literal(whole)} : ${literal(spec)});`,
      judge:
        "say({ type: 'score', score: told.diff.includes('src/cart.js') ? 8 : 1, reasons: ['It names our module.'] });",
    },
  },
};
