import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { makeRepository, manyFiles } from './benchRepository.ts';
import { BenchRunner } from './benchRunner.ts';
import { countGit } from './gitCount.ts';
import { processorSeconds } from './processCost.ts';

const seconds = 30;
const file = '.loops/watchful.loop.yaml';

const files = {
  ...manyFiles(200),
  [file]: [
    'name: watchful',
    'on:',
    "  schedule: [{ cron: '0 6 1 1 *' }]",
    '  push: { branches: [main] }',
    "  files: { paths: ['data/**'], debounce: 500ms }",
    "roles: { maker: { run: 'true' } }",
    'checks: { ok: test -e data }',
    'goal: checks.ok.passed',
    'budget: { max-iterations: 5 }',
  ].join('\n'),
};

/** A runner that waits for a schedule, a push and changed files, with a client connected and nothing happening. */
export async function idleFigures({ dist, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const top = join(folder, 'idle');
  makeRepository(top, files);
  const counter = countGit(folder);
  const runner = await BenchRunner.connect(top, dist);
  counter.stopShimming();
  await runner.ask('enable', { file });
  const { loops } = await runner.ask('schedule', { receipts: 0 });
  if (loops[0]?.state !== 'on' || loops[0].triggers.length !== 3) throw new Error('the triggers are not armed');
  if (counter.count() === 0) throw new Error('git commands are not counted');
  await delay(3000);
  const [begun, used] = [counter.count(), processorSeconds(runner.pid)];
  await delay(seconds * 1000);
  const processes = counter.count() - begun;
  const busy = processorSeconds(runner.pid) - used;
  // That nothing was counted must not mean that nobody counts.
  writeFileSync(join(top, 'data/0/file0.txt'), 'changed\n');
  for (let tries = 0; counter.count() === begun + processes; tries++) {
    if (tries === 100) throw new Error('a changed file starts no run');
    await delay(200);
  }
  await waitForRun(runner);
  await runner.leave();
  log(`idle: ${processes} git commands in ${seconds} s; a changed file was then heard`);
  return [
    figure('idle with three triggers: git commands', (processes * 60) / seconds, '/min', { op: '<=', value: 0 }),
    figure('idle: processor time', (100 * busy) / seconds, '%'),
  ];
}

async function waitForRun(runner: BenchRunner): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const [run] = (await runner.ask('runs', {})).runs;
    if (run?.finishedAt !== undefined) return;
    await delay(200);
  }
  throw new Error('the run of a changed file did not end');
}
