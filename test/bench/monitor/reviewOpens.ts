import { setTimeout as delay } from 'node:timers/promises';
import type { BenchRunner } from '../engine/benchRunner.ts';
import type { ControlledHost } from './controlledHost.ts';
import { rowsShown } from './rowTimes.ts';

const changed = 12;
const writes = `for (let n = 0; n < ${changed}; n += 1) require('node:fs').writeFileSync('part' + n + '.js', 'export const part = ' + n + ';')`;
const file = '.loops/review.loop.yaml';

/** A loop whose change of twelve files waits for a person. */
export const reviewLoop = {
  [file]: [
    'name: review',
    'on: manual',
    `roles: { maker: { run: "node -e \\"${writes}\\"" } }`,
    'checks: { test: node --version }',
    'goal: checks.test.passed',
    'budget: { max-iterations: 1 }',
    '',
  ].join('\n'),
};

/** The gate and the first files: the other views of the container are open too, and leave no room for all. */
const seenRows = 4;
/** So many tries, ten a second, until a run is as it is to be. */
const tries = 600;

/** From the command that opens the review of a change until its first files stand in the view Change, in milliseconds. */
export async function reviewOpens({ page, command }: ControlledHost, runner: BenchRunner): Promise<number> {
  const { run } = await runner.ask('start', { file, uncommitted: false });
  await comesTo(runner, run, 'waiting');
  // The window has heard of it, and has come to rest.
  await delay(2000);
  const shown = rowsShown(page, 'Change', seenRows);
  const at = await command('loopwright.openReview', { run });
  const took = (await shown) - at;
  // What is measured next has past runs alone, and nothing stays in the data folder of whoever measures.
  await runner.ask('stop', { run });
  await comesTo(runner, run, 'stopped');
  await runner.ask('clean', { run, force: true });
  return took;
}

async function comesTo(runner: BenchRunner, run: string, wanted: 'waiting' | 'stopped'): Promise<void> {
  for (let n = 0; n < tries; n += 1) {
    const { status, reason } = await runner.ask('show', { run });
    if (status === wanted) return;
    if (status !== 'running' && status !== 'waiting') throw new Error(`the run is ${status}, not ${wanted}: ${reason}`);
    await delay(100);
  }
  throw new Error(`the run did not come to be ${wanted}`);
}
