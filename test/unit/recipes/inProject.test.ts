import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dryRunSchema } from '../../../src/model/dryRun.ts';
import { recipeNames } from '../../../src/recipes/readRecipe.ts';
import { recipeProjects } from '../../support/recipeProjects/all.ts';
import type { RecipeProject } from '../../support/recipeProjects/recipeProject.ts';
import { writtenRecipe } from '../../support/recipeProjects/writtenRecipe.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { FakeRunner } from '../cli/fakeRunner.ts';
import { call } from '../cli/fakeTerminal.ts';
import { shipped } from './recipe.ts';

/** What a person types to start its first loop. */
const inputsOf = ({ inputs = {} }: RecipeProject) =>
  Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]);

it('every recipe has a project that it is tried in', () => {
  expect(recipeProjects.map(({ recipe }) => recipe).toSorted()).toEqual(recipeNames(shipped));
});

it.concurrent.each(recipeProjects)(
  '$recipe has no problem in a project, and nothing is in the way of a run',
  async (project) => {
    const files = await writtenRecipe(project);
    const repository = await TemporaryRepository.create({ files });
    try {
      const folder = await realpath(repository.path);
      const env = { PATH: process.env['PATH'] ?? '', LOOPWRIGHT_DATA: join(repository.outside, 'data') };
      for (const file of Object.keys(files).filter((path) => path.endsWith('.loop.yaml'))) {
        const given = file.endsWith(`/${project.recipe}.loop.yaml`) ? inputsOf(project) : [];
        const runner = new FakeRunner();
        const { exit, out, err } = await call(runner, ['dry-run', file, '--json', ...given], { folder, env });
        expect({ file, exit, err }).toEqual({ file, exit: 0, err: '' });
        // The problems are found with the skills and the other loops of the project at hand.
        const { problems, obstacles } = dryRunSchema.parse(JSON.parse(out));
        expect({ file, problems, obstacles }).toEqual({ file, problems: [], obstacles: [] });
        expect(runner.connections).toBe(0);
      }
      expect(await repository.git('status', '--porcelain', '--ignored')).toBe('');
      expect((await repository.git('worktree', 'list')).trim().split('\n')).toHaveLength(1);
    } finally {
      await repository.dispose();
    }
  },
);
