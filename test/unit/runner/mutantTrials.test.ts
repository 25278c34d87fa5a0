import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { CommandResult } from '../../../src/model/steps.ts';
import { MutantTrials } from '../../../src/runner/mutantTrials.ts';
import { withoutCages } from '../../../src/steps/caged.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from '../git/must.ts';

let repository: TemporaryRepository;
let repo: Repository;
const stopped: AbortSignal = new AbortController().signal;

beforeEach(async () => {
  repository = await TemporaryRepository.create({ files: { 'sum.js': 'at += 1;\n' } });
  repo = must(await openRepository(repository.path));
});
afterEach(() => repository.dispose());

/** Trials on a machine where no command ever ends by itself; tells what each was given to end in. */
function endless(timeoutMinutes: number, seconds: number) {
  const { loop } = parseLoop(
    `name: x\non: manual\nroles: { maker: { agent: repair } }\ngoal: checks.tests.passed\nchecks: { tests: { run: npm test, timeout-minutes: ${timeoutMinutes} } }\n`,
  );
  if (loop === undefined) throw new Error('The loop of this test has an error.');
  const given: number[] = [];
  const trials = new MutantTrials({
    world: {
      repository: repo,
      programs: { node: process.execPath, repair: '/none', agent: '/none', mcp: '/none' },
      environment: {},
      cages: withoutCages,
    },
    command: async (_directory, specify): Promise<CommandResult> => {
      given.push((await specify()).timeoutSeconds);
      return { ended: 'timeout', exitCode: null, startedAt: 0, finishedAt: 0, outputBytes: 0, tail: '', survivors: 0 };
    },
    loop,
    checks: loop.checks,
    seconds,
    head: repo.head,
    worktree: join(repository.outside, 'prompts'),
    folder: join(repository.outside, 'trials'),
    after: Promise.resolve(),
  });
  return { trials, given };
}

it('a mutant that never ends gets ten times what the checks took, and nobody is asked about it', async () => {
  const { trials, given } = endless(15, 4);
  expect(await trials.tryMutant('sum.js', 'at -= 1;\n', stopped)).toBe('too-long');
  expect(given).toEqual([40]);
  await trials.close();
});

it('quick checks are given a little patience', async () => {
  const { trials, given } = endless(15, 0.2);
  expect(await trials.tryMutant('sum.js', 'at -= 1;\n', stopped)).toBe('too-long');
  expect(given).toEqual([15]);
  await trials.close();
});

it('a mutant that takes longer than the check itself may is caught by it', async () => {
  const { trials, given } = endless(0.1, 4);
  expect(await trials.tryMutant('sum.js', 'at -= 1;\n', stopped)).toBe('killed');
  expect(given).toEqual([6]);
  await trials.close();
});
