import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { root } from '../../../scripts/paths.mjs';
import { textsBelow } from '../../../src/cli/recipes/textsBelow.ts';
import { readRecipe } from '../../../src/recipes/readRecipe.ts';
import { writeRecipe } from '../../../src/recipes/writeRecipe.ts';
import type { RecipeProject, Roles } from './recipeProject.ts';

/** All files of a project: its own, and those that its recipe writes with the project's answers. */
export async function writtenRecipe({ recipe: name, answers, files }: RecipeProject): Promise<Record<string, string>> {
  const recipe = readRecipe(name, await textsBelow(join(root, 'recipes')));
  if (!recipe.ok) throw new Error(recipe.error);
  // What lies there already, such as a list of user flows, stays: so it is with a person's own files.
  const existing = { loops: [], files: new Map(Object.entries(files)) };
  const written = writeRecipe({ recipe: recipe.value, answers, existing });
  if (!written.ok) throw new Error(`${written.error.question ?? name}: ${written.error.message}`);
  return { ...Object.fromEntries(written.value.files.map(({ path, text }) => [path, text])), ...files };
}

/** What the stand-ins share: they say in the report file what they found and used. */
const sayModule = `
import { appendFileSync, readFileSync } from 'node:fs';
const textOf = (name) => (process.env[name] ? readFileSync(process.env[name], 'utf8') : '');
/** What this role was asked, what failed last time, and the change that it looks at. */
export const told = {
  prompt: textOf('LOOPWRIGHT_PROMPT_FILE'),
  feedback: textOf('LOOPWRIGHT_FEEDBACK_FILE'),
  diff: textOf('LOOPWRIGHT_DIFF_FILE'),
};
export const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify(line) + '\\n');
say({ type: 'usage', inputTokens: 1000, outputTokens: 100, costUsd: 0.01 });
`;

/** The same files with a program of the project in the place of every agent. Everything else is as the recipe has it. */
export async function withoutAgents(project: RecipeProject): Promise<Record<string, string>> {
  const files: Record<string, string> = { ...(await writtenRecipe(project)), '.loops/agents/say.mjs': sayModule };
  for (const [name, roles] of Object.entries(project.loops)) {
    const path = `.loops/${name}.loop.yaml`;
    const { text, programs } = acted(name, files[path] ?? '', roles);
    Object.assign(files, programs, { [path]: text });
  }
  return files;
}

function acted(name: string, written: string, roles: Roles) {
  const loop = parseDocument(written);
  const map = loop.get('roles');
  const wanted = isMap(map) ? map.items.map(({ key }) => String(key)) : [];
  const given = Object.keys(roles);
  if (wanted.toSorted().join() !== given.toSorted().join()) {
    throw new Error(`${name} has the roles ${wanted.join(', ')}, and its project stands in for ${given.join(', ')}.`);
  }
  const programs: Record<string, string> = {};
  for (const [role, program] of Object.entries(roles)) {
    const file = `.loops/agents/${name}-${role}.mjs`;
    for (const key of ['agent', 'skills']) loop.deleteIn(['roles', role, key]);
    loop.setIn(['roles', role, 'run'], `node ${file}`);
    programs[file] = `import { say, told } from './say.mjs';\n${program}\n`;
  }
  return { text: loop.toString({ lineWidth: 0 }), programs };
}
