import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../../src/journal/journalFile.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { type Bench, type BenchContext, type Figure, figure, median } from './bench.ts';

const appends = 1000;
const rounds = 7;
const replayed = 100_000;

/** A step's start and finish, as a run writes them. */
function eventOf(number: number): RunEvent {
  const key = `item/iteration/${number >> 1}/check/test`;
  if (number % 2 === 0) {
    const check = { id: 'test', run: 'npm test', env: {}, timeoutSeconds: 600 };
    return { type: 'step.started', key, kind: 'check', input: { item: 'item', worktree: '/w', iteration: 1, check } };
  }
  const result = {
    ended: 'exit',
    exitCode: 0,
    startedAt: 1,
    finishedAt: 2,
    outputBytes: 8,
    tail: 'all well',
    survivors: 0,
  };
  return { type: 'step.finished', key, outcome: { status: 'done', result } };
}

function opened(path: string): Journal {
  const journal = openJournal(path);
  if (!journal.ok) throw new Error(journal.error.message);
  return journal.value.journal;
}

/** Appends a second, each waiting for the one before it. */
async function journalRate(path: string, writers: number): Promise<number> {
  const journal = opened(path);
  const each = Math.round(appends / (writers === 1 ? 1 : writers / 8));
  const startedAt = performance.now();
  const write = async (): Promise<void> => {
    for (let number = 0; number < each; number += 1) await journal.append(eventOf(number));
  };
  await Promise.all(Array.from({ length: writers }, write));
  const rate = (each * writers * 1000) / (performance.now() - startedAt);
  await journal.close();
  return rate;
}

/** The same lines with nothing but a write and an fdatasync each: what the disk can do. */
function rawRate(lines: readonly string[], path: string): number {
  const fd = openSync(path, 'a');
  const startedAt = performance.now();
  for (const line of lines) {
    writeSync(fd, line);
    fdatasyncSync(fd);
  }
  const rate = (lines.length * 1000) / (performance.now() - startedAt);
  closeSync(fd);
  return rate;
}

async function run({ folder, log }: BenchContext): Promise<readonly Figure[]> {
  const raw: number[] = [];
  const single: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Side by side, in turn, because disks have moods.
    const path = join(folder, `single-${round}`);
    single.push(await journalRate(path, 1));
    raw.push(rawRate(readFileSync(path, 'utf8').split(/(?<=\n)/), join(folder, `raw-${round}`)));
    log(`journal ${Math.round(single[round] ?? 0)}/s, raw ${Math.round(raw[round] ?? 0)}/s`);
  }
  const ratios = single.map((rate, round) => rate / (raw[round] ?? Number.NaN));
  return [
    figure('appends against raw append+fdatasync', median(ratios), 'ratio', { op: '>=', value: 0.9 }),
    figure('appends, one writer', median(single), '/s'),
    figure('raw append+fdatasync', median(raw), '/s'),
    figure('appends, 8 writers', await journalRate(join(folder, 'eight'), 8), '/s'),
    figure('appends, 64 writers', await journalRate(join(folder, 'many'), 64), '/s'),
    figure('replay of 100,000 events', await replayTime(join(folder, 'long')), 'ms'),
  ];
}

async function replayTime(path: string): Promise<number> {
  const journal = opened(path);
  await Promise.all(Array.from({ length: replayed }, (_, number) => journal.append(eventOf(number))));
  await journal.close();
  const startedAt = performance.now();
  await opened(path).close();
  return performance.now() - startedAt;
}

const bench: Bench = { name: 'journal', title: 'the journal against the disk', run };
export default bench;
