import { join } from 'node:path';
import { root } from '../../../scripts/paths.mjs';
import { textsBelow } from '../../../src/cli/recipes/textsBelow.ts';
import { readRecipe } from '../../../src/recipes/readRecipe.ts';
import type { Recipe, Texts } from '../../../src/recipes/recipe.ts';

/** All files of `recipes/`. */
export const shipped: Texts = await textsBelow(join(root, 'recipes'));

/** One of our recipes; throws with its fault. */
export function shippedRecipe(name: string): Recipe {
  const recipe = readRecipe(name, shipped);
  if (!recipe.ok) throw new Error(recipe.error);
  return recipe.value;
}

export const nothing = { loops: [], files: new Map<string, string>() };

/** A small recipe of two loops, a skill and a tool, with changes. */
export function smallRecipe(changes: Readonly<Record<string, string>> = {}): Texts {
  return new Map(Object.entries({ ...small, ...changes }));
}

const small = {
  'watch.recipe.yaml': `title: Watch
summary: Looks and mends.
when-not: Not where nobody reads what it says, because then it only costs.
questions:
  - { id: tests, ask: How are tests run?, detect: test, default: npm test, sets: ["mend:checks.tests"] }
  - { id: lint, ask: How is it linted?, detect: lint, default: npm run lint, optional: true, sets: ["mend:checks.lint"] }
  - { id: when, ask: When?, default: "0 8 * * *", sets: [on.schedule.0.cron] }
  - { id: agent, ask: Who?, default: auto, choices: [auto, claude], sets: [roles.explorer.agent, "mend:roles.maker.agent"] }
  - { id: paths, ask: Where?, detect: source-files, default: src/**, sets: ["mend:policy.allowed-paths"] }
  - { id: most, ask: How often at most?, default: 3, sets: ["mend:budget.per-item.max-iterations"] }
  - { id: draft, ask: Drafts?, default: true, sets: ["mend:deliver.draft"] }
skills: [look]
files:
  - { from: tools/list.mjs, to: .loops/tools/list.mjs }
  - { from: mend.loop.yaml, to: .loops/mend.loop.yaml }
next: |
  Commit them. Then loopwright enable watch
  and loopwright enable mend.
`,
  'watch.loop.yaml': `# Looks.
name: watch
on: { schedule: [{ cron: "0 8 * * *" }] } # every morning
roles:
  explorer: { agent: auto, skills: [look], prompt: Look. }
deliver: { as: report }
budget: { max-tokens: 100000, timeout-minutes: 30, per-day: { max-runs: 2 } }
`,
  'mend.loop.yaml': `name: mend
on: { loop: { name: watch, conclusion: finding } }
items: { from: { findings: watch }, max: 5 }
roles:
  maker: { agent: auto, prompt: Mend it. } # with care
checks:
  tests: npm test # all of them

  # What was clean stays clean.
  lint: npm run lint

goal: checks.tests.passed && checks.all(c, c.passed)
policy: { allowed-paths: ["src/**"] }
budget:
  timeout-minutes: 60
  per-item: { max-iterations: 3, max-tokens: 100000 }
  per-day: { max-runs: 2 }
deliver: { as: pull-request, draft: true }
`,
  'skills/look/SKILL.md': '---\nname: look\ndescription: How to look.\n---\nLook twice.\n',
  'skills/look/list.txt': 'a\n',
  'tools/list.mjs': 'console.log("[]");\n',
};
