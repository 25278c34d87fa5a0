import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { leavePast, type Past } from '../pastOfRuns.ts';
import { makeRepository } from './benchRepository.ts';
import { BenchRunner } from './benchRunner.ts';
import { residentMb } from './processCost.ts';

const past: Past = { runs: 10_000, first: Date.UTC(2026, 0, 1), every: 20 * 60_000 };

/** A runner in a repository with a long past: its start, and its memory at rest and once it was asked for everything. */
export async function pastRunsFigures({ dist, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const fresh = join(folder, 'no-past');
  makeRepository(fresh, { 'README.md': 'hello\n' });
  const startedFresh = await startTime(fresh, dist);
  await delay(1000);
  const baseline = residentMb(startedFresh.runner.pid);
  await startedFresh.runner.leave();
  const top = join(folder, 'past');
  makeRepository(top, { 'README.md': 'hello\n' });
  const newest = await leavePast(join(top, '.git'), past);
  log(`${past.runs} past runs are written`);
  const { runner, ms } = await startTime(top, dist);
  await delay(1000);
  const atRest = residentMb(runner.pid);
  const { runs } = await runner.ask('runs', {});
  if (runs.length !== past.runs) throw new Error(`${runs.length} runs are listed`);
  await runner.ask('show', { run: newest });
  await delay(1000);
  const asked = residentMb(runner.pid);
  await runner.leave();
  return [
    figure('10,000 past runs: memory', atRest, 'MB', { op: '<=', value: 120 }),
    figure('no past runs: memory', baseline, 'MB'),
    figure('10,000 past runs: memory after `runs` and `show`', asked, 'MB'),
    figure('10,000 past runs: from nothing to connected', ms, 'ms'),
    figure('no past runs: from nothing to connected', startedFresh.ms, 'ms'),
  ];
}

async function startTime(top: string, dist: string): Promise<{ runner: BenchRunner; ms: number }> {
  const started = performance.now();
  const runner = await BenchRunner.connect(top, dist);
  return { runner, ms: performance.now() - started };
}
