import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { foldAll } from '../../../../src/model/runState.ts';
import { landedChange } from '../../../../src/runner/understanding/landedChange.ts';
import { TemporaryRepository } from '../../../support/repository.ts';
import { FakeRunner } from '../../cli/fakeRunner.ts';

let git: TemporaryRepository | undefined;
afterEach(() => git?.dispose());

it('a landing is asked about only while its run and its commits are there', async () => {
  git = await TemporaryRepository.create({ files: { 'a.js': 'let a;\n' } });
  const repository = { commonDir: join(git.path, '.git') };
  const fake = new FakeRunner();
  fake.addWaiting('r1');
  const state = foldAll(fake.journals.get('r1') ?? []) ?? expect.unreachable();
  const runs = { has: (id: string) => id === 'r1', state: () => state, directory: (id: string) => id };
  const whyNot = async (run: string, item = 'default') => {
    const landed = await landedChange(repository, runs, { run, item });
    return landed.ok ? '' : landed.error;
  };
  expect(await whyNot('r2')).toBe('its run is not known in this clone');
  expect(await whyNot('r1', 'other')).toBe('its run does not tell what it changed');
  // Its commits were never in this repository, as after a clean-up and a `git gc`.
  expect(await whyNot('r1')).toBe('its run was cleaned up, and git has its commits no more');
});
