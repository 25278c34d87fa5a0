import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../../src/journal/journalFile.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { type Bench, type BenchContext, type Figure, figure, median } from './bench.ts';

const appends = 50;
const turns = 120;
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

/** Appends a second; each writer waits for its last append before the next. */
async function journalRate(journal: Journal, writers: number, each: number): Promise<number> {
  const startedAt = performance.now();
  const write = async (): Promise<void> => {
    for (let number = 0; number < each; number += 1) await journal.append(eventOf(number));
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (each * writers * 1000) / (performance.now() - startedAt);
}

/** The same lines with nothing but a write and an fdatasync each: what the disk can do. */
function rawRate(lines: readonly string[], fd: number): number {
  const startedAt = performance.now();
  for (const line of lines) {
    writeSync(fd, line);
    fdatasyncSync(fd);
  }
  return (lines.length * 1000) / (performance.now() - startedAt);
}

async function run({ folder, log }: BenchContext): Promise<readonly Figure[]> {
  const path = join(folder, 'journal');
  const journal = opened(path);
  // A runner lives for hours: what counts is the code after it was compiled.
  await journalRate(journal, 64, 200);
  const lines = readFileSync(path, 'utf8')
    .split(/(?<=\n)/)
    .slice(0, appends);
  const fd = openSync(join(folder, 'raw'), 'a');
  const single: number[] = [];
  const raw: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    // In short turns and either first, because a disk that others use has moods.
    if (turn % 2 === 0) raw.push(rawRate(lines, fd));
    single.push(await journalRate(journal, 1, appends));
    if (turn % 2 === 1) raw.push(rawRate(lines, fd));
  }
  closeSync(fd);
  log(`${turns} turns of ${appends} appends each`);
  const figures = [
    figure('appends against raw append+fdatasync', median(single) / median(raw), 'ratio', { op: '>=', value: 0.9 }),
    figure('appends, one writer', median(single), '/s'),
    figure('raw append+fdatasync', median(raw), '/s'),
    figure('appends, 8 writers', await journalRate(journal, 8, 1000), '/s'),
    figure('appends, 64 writers', await journalRate(journal, 64, 1000), '/s'),
    figure('replay of 100,000 events', await replayTime(join(folder, 'long')), 'ms'),
  ];
  await journal.close();
  return figures;
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
