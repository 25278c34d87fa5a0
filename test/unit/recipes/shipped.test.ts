import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { IndexedLoop, IndexedSkill, WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { readRecipe, recipeNames } from '../../../src/recipes/readRecipe.ts';
import type { Recipe } from '../../../src/recipes/recipe.ts';
import { settingAt } from '../../../src/recipes/setting.ts';
import { faultOf, writeRecipe } from '../../../src/recipes/writeRecipe.ts';
import { nothing, shipped, shippedRecipe } from './recipe.ts';

/** What a repository has once the recipe is in it. */
function indexOf(recipe: Recipe): WorkspaceIndex {
  const skills = recipe.files.flatMap(({ path }): readonly IndexedSkill[] => {
    const [, name] = /^\.loops\/skills\/([^/]+)\/SKILL\.md$/.exec(path) ?? [];
    return name === undefined ? [] : [{ name, file: path }];
  });
  const loops = recipe.loops.map(({ name, text }): IndexedLoop => {
    const startedBy: unknown = (parse(text) as { on?: { loop?: { name?: string } } }).on?.loop?.name;
    const file = `.loops/${name}.loop.yaml`;
    return { name, file, text, inputs: [], startedBy: typeof startedBy === 'string' ? [startedBy] : [] };
  });
  return { skills, loops, agents: [], servers: [] };
}

it('there are recipes, and no loop file without one', () => {
  expect(recipeNames(shipped)).toContain('fix-failing-tests');
  const written = recipeNames(shipped).flatMap((name) =>
    shippedRecipe(name).loops.map((loop) => `${loop.name}.loop.yaml`),
  );
  expect([...shipped.keys()].filter((path) => path.endsWith('.loop.yaml')).sort()).toEqual(written.sort());
});

it('every skill and every tool belongs to a recipe', () => {
  const used = new Set(recipeNames(shipped).flatMap((name) => shippedRecipe(name).files.map(({ text }) => text)));
  const beside = [...shipped].filter(([path]) => /^(skills|tools)\//.test(path));
  expect(beside.filter(([, text]) => !used.has(text)).map(([path]) => path)).toEqual([]);
});

describe.each(recipeNames(shipped))('the recipe %s', (name) => {
  it('is well formed', () => {
    const recipe = readRecipe(name, shipped);
    expect(recipe).toMatchObject({ ok: true });
  });

  it('has no problems as it stands, with its skills and loops beside it', () => {
    const recipe = shippedRecipe(name);
    const index = indexOf(recipe);
    for (const loop of recipe.loops) {
      const { problems } = parseLoop(loop.text, { path: `.loops/${loop.name}.loop.yaml`, index });
      expect(problems).toEqual([]);
    }
  });

  it('gives its roles every skill that they name, and no other', () => {
    const recipe = shippedRecipe(name);
    const loops = recipe.loops.flatMap(({ text }) => parseLoop(text).loop ?? []);
    const named = loops.flatMap(({ roles }) => Object.values(roles).flatMap((role) => role?.skills ?? []));
    const given = indexOf(recipe).skills.map((skill) => skill.name);
    expect([...new Set(named)].sort()).toEqual([...new Set(given)].sort());
  });

  it('has its defaults in its loop files', () => {
    const recipe = shippedRecipe(name);
    for (const { id, sets, default: preset } of recipe.questions) {
      for (const { loop, path } of sets) {
        const { text = '' } = recipe.loops.find((one) => one.name === loop) ?? {};
        expect(`${id}: ${settingAt(text, path)?.answer}`).toBe(`${id}: ${preset}`);
      }
    }
    const defaults = Object.fromEntries(recipe.questions.map((question) => [question.id, question.default]));
    const written = writeRecipe({ recipe, answers: defaults, existing: nothing });
    expect(written).toMatchObject({ ok: true, value: { name, problems: [], kept: [], same: [] } });
    const loops = written.ok ? written.value.files.filter(({ path }) => path.endsWith('.loop.yaml')) : [];
    expect(loops.map(({ text }) => text).reverse()).toEqual(recipe.loops.map(({ text }) => text));
  });

  it('takes each of its choices, and none where an answer is optional, without a problem', () => {
    const recipe = shippedRecipe(name);
    for (const question of recipe.questions) {
      const others = question.choices.filter((choice) => choice !== question.default);
      for (const answer of [...others, ...(question.optional ? [''] : [])]) {
        const written = writeRecipe({ recipe, answers: { [question.id]: answer }, existing: nothing });
        expect({ id: question.id, answer, written }).toMatchObject({ written: { ok: true, value: { problems: [] } } });
      }
      if (question.choices.length > 0) expect(faultOf(recipe, question, 'zz')).toMatch(/^Choose one of /);
    }
    const left = recipe.questions.filter(({ optional }) => optional).map(({ id }) => [id, '']);
    const written = writeRecipe({ recipe, answers: Object.fromEntries(left), existing: nothing });
    expect(written).toMatchObject({ ok: true, value: { problems: [] } });
  });
});
