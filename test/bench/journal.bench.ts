import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openRun } from '../../src/journal/engine.ts';
import { listed, openFacts } from '../../src/journal/factStore.ts';
import { type Journal, openJournal } from '../../src/journal/journalFile.ts';
import { journalFile } from '../../src/journal/stepFolder.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { fold, foldAll, type RunState } from '../../src/model/runState.ts';
import { type Cost, costSchema } from '../../src/model/spend.ts';
import { quietWorld } from '../support/quietWorld.ts';
import { type Bench, type BenchContext, type Figure, figure, median } from './bench.ts';
import { eventsOf, interpret } from './runOfItems.ts';

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
    passed: true,
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
    ...(await resumeFigures(folder)),
    ...(await factFigures(join(folder, 'costs.jsonl'))),
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

/** From the journal on disk to where the interpreter goes on, without the start of the process. */
async function resumeFigures(folder: string): Promise<readonly Figure[]> {
  const usual = await resumed(join(folder, 'usual'), { items: 1, passes: 31 });
  const large = await resumed(join(folder, 'large'), { items: 500, passes: 4 });
  const { state } = large;
  const last = { seq: state.seq, at: state.at };
  const live = [...eventsOf(500, 1)].slice(-64).map((event, n) => ({ seq: last.seq + 1 + n, at: last.at, event }));
  const startedAt = performance.now();
  live.reduce(fold, state as RunState | undefined);
  const perEvent = (1000 * (performance.now() - startedAt)) / live.length;
  return [
    figure('resume of a usual run (497 events)', usual.total, 'ms', { op: '<=', value: 100 }),
    figure('resume of 500 items (32,001 events)', large.total, 'ms', { op: '<=', value: 1000 }),
    figure('the fold of that', large.folding, 'ms'),
    figure('the live fold of one more event', perEvent, 'µs'),
  ];
}

/** The medians of five resumes, in milliseconds. */
async function resumed(directory: string, { items, passes }: { readonly items: number; readonly passes: number }) {
  const journal = opened(journalFile(directory));
  await Promise.all([...eventsOf(items, passes)].map((event) => journal.append(event)));
  await journal.close();
  const never = () => Promise.reject(new Error('everything is in the journal'));
  const handlers = Object.fromEntries(Object.keys(quietWorld).map((kind) => [kind, never])) as never;
  const totals: number[] = [];
  const folds: number[] = [];
  let state: RunState | undefined;
  for (let turn = 0; turn < 5; turn += 1) {
    const startedAt = performance.now();
    const run = openRun({ runId: 'r', directory, handlers, command: never, clock: Date.now });
    if (!run.ok) throw new Error(run.error.message);
    const openedAt = performance.now();
    state = foldAll(run.value.events);
    folds.push(performance.now() - openedAt);
    await interpret(run.value, items, passes);
    totals.push(performance.now() - startedAt);
    await run.value.close();
  }
  if (state === undefined) throw new Error('nothing was folded');
  return { total: median(totals), folding: median(folds), state };
}

/** A cost log of years, of which a day is kept. */
async function factFigures(path: string): Promise<readonly Figure[]> {
  const kept = 100;
  const recent = () => listed<Cost>(({ at }) => at >= replayed - kept);
  const store = openFacts(path, costSchema, recent());
  if (!store.ok) throw new Error(store.error.message);
  await Promise.all(Array.from({ length: replayed }, (_, at) => store.value.append(costOf(at))));
  await store.value.close();
  const startedAt = performance.now();
  const again = openFacts(path, costSchema, recent());
  const took = performance.now() - startedAt;
  if (!again.ok || again.value.state.length !== kept) throw new Error('the cost log was not kept');
  await again.value.close();
  return [figure('opening a cost log of 100,000 lines', took, 'ms')];
}

const costOf = (at: number): Cost => ({
  at,
  loop: 'triage',
  run: 'triage-20260714-060000-x7',
  item: 'item-1-0a1b2c3d',
  key: `item-1-0a1b2c3d/${at}/make`,
  role: 'maker',
  agent: 'command',
  tokens: 12_345,
  costUsd: 0.0123,
  source: 'reported',
  seconds: 61.5,
});

const bench: Bench = { name: 'journal', title: 'the journal against the disk', run };
export default bench;
