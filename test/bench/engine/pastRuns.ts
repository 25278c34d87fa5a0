import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openJournal } from '../../../src/journal/journalFile.ts';
import { journalFile } from '../../../src/journal/stepFolder.ts';
import type { Receipt } from '../../../src/model/firing.ts';
import type { RunSummary } from '../../../src/model/shapes.ts';
import type { Cost } from '../../../src/model/spend.ts';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { eventsOf, startOfItems } from '../runOfItems.ts';
import { makeRepository } from './benchRepository.ts';
import { BenchRunner } from './benchRunner.ts';
import { residentMb } from './processCost.ts';

const pastRuns = 10_000;
/** Only the newest have a journal worth reading; of all others a file that is as long is not needed to measure. */
const withJournal = 200;
const costsPerRun = 3;
const minute = 60_000;

const idOf = (n: number): string => {
  const at = new Date(startOf(n)).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${at}-${String(n).padStart(4, '0')}`;
};
const startOf = (n: number): number => Date.UTC(2026, 0, 1) + n * 20 * minute;

function summaryOf(n: number): RunSummary {
  return {
    id: idOf(n),
    loop: `loop-${n % 10}`,
    status: n % 3 === 0 ? 'delivered' : 'gave-up',
    reason: 'Stalled: nothing got better in 3 passes. checks.test.passed is false; 2 of 311 tests fail.',
    startedAt: new Date(startOf(n)).toISOString(),
    finishedAt: new Date(startOf(n) + 9 * minute).toISOString(),
    iterationCount: 4,
    spend: { tokens: 123_456, costUsd: 0.42 },
    openFindings: 2,
  };
}

const costOf = (n: number, step: number): Cost => ({
  at: startOf(n) + step * minute,
  loop: `loop-${n % 10}`,
  run: idOf(n),
  item: 'default',
  key: `default/${step}/make`,
  role: 'maker',
  agent: 'command',
  tokens: 41_152,
  costUsd: 0.14,
  source: 'reported',
  seconds: 61.5,
});

const receiptOf = (n: number): Receipt => ({
  at: startOf(n),
  loop: `loop-${n % 10}`,
  trigger: { kind: 'schedule', id: `schedule:loop-${n % 10}:${startOf(n)}`, at: startOf(n), about: '*/20 * * * *' },
  became: 'started',
  why: 'It was due.',
  run: idOf(n),
});

/** What ten thousand runs leave behind: a folder with summary and journal each, their costs and their receipts. */
async function leavePast(commonDir: string): Promise<void> {
  const runner = join(commonDir, 'loopwright');
  mkdirSync(join(runner, 'runs'), { recursive: true });
  const numbers = Array.from({ length: pastRuns }, (_, n) => n);
  for (const n of numbers) {
    const folder = join(runner, 'runs', idOf(n));
    mkdirSync(folder);
    writeFileSync(join(folder, 'summary.json'), JSON.stringify(summaryOf(n)));
    if (n >= pastRuns - withJournal) await leaveJournal(folder, idOf(n));
    else writeFileSync(journalFile(folder), 'x'.repeat(2000));
  }
  const costs = numbers.flatMap((n) => Array.from({ length: costsPerRun }, (_, step) => costOf(n, step + 1)));
  const lines = (facts: readonly unknown[]): string => facts.map((fact) => `${JSON.stringify(fact)}\n`).join('');
  writeFileSync(join(runner, 'costs.jsonl'), lines(costs));
  writeFileSync(join(runner, 'firings.jsonl'), lines(numbers.map(receiptOf)));
}

async function leaveJournal(folder: string, run: string): Promise<void> {
  const opened = openJournal(journalFile(folder));
  if (!opened.ok) throw new Error(opened.error.message);
  const { journal } = opened.value;
  const events = [...eventsOf(1, 4)].map((event) =>
    event.type === 'run.started' ? { ...event, start: { ...startOfItems, run } } : event,
  );
  await Promise.all(events.map((event) => journal.append(event)));
  await journal.close();
}

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
  await leavePast(join(top, '.git'));
  log(`${pastRuns} past runs are written`);
  const { runner, ms } = await startTime(top, dist);
  await delay(1000);
  const atRest = residentMb(runner.pid);
  const { runs } = await runner.ask('runs', {});
  if (runs.length !== pastRuns) throw new Error(`${runs.length} runs are listed`);
  await runner.ask('show', { run: idOf(pastRuns - 1) });
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
