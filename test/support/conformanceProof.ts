import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type * as z from 'zod';
import { runnerFolder } from '../../src/client/runnerFolder.ts';
import { openJournal } from '../../src/journal/journalFile.ts';
import { journalFile } from '../../src/journal/stepFolder.ts';
import type { RecordedEvent } from '../../src/model/event.ts';
import { receiptSchema } from '../../src/model/firing.ts';
import { inboxEventSchema } from '../../src/model/inbox.ts';
import { loopMemorySchema } from '../../src/model/memory.ts';
import { foldAll, type RunState } from '../../src/model/runState.ts';
import { foundItems, itemsOf } from '../../src/model/runView.ts';
import { costSchema } from '../../src/model/spend.ts';
import { type ConformanceLoop, grownFile, notesFile } from './conformanceLoops.ts';
import type { Lives } from './lives.ts';
import type { LoopRepository } from './loopRepository.ts';
import { resumedAfter } from './resumed.ts';

/** What a suite prints. */
export interface Figures {
  readonly kills: number;
  readonly runs: number;
  readonly items: number;
  /** Items that were delivered, each time; and those that were not. */
  readonly completed: number;
  readonly missing: number;
  /** Steps that the journals say are done; those of them whose starts are noted outside; and these starts. */
  readonly steps: number;
  readonly commands: number;
  readonly starts: number;
  /** Milliseconds from the start of a runner to the first event that it wrote. */
  readonly resumed: readonly number[];
}

export const noFigures: Figures = {
  kills: 0,
  runs: 0,
  items: 0,
  completed: 0,
  missing: 0,
  steps: 0,
  commands: 0,
  starts: 0,
  resumed: [],
};

export function total(one: Figures, other: Figures): Figures {
  return {
    kills: one.kills + other.kills,
    runs: one.runs + other.runs,
    items: one.items + other.items,
    completed: one.completed + other.completed,
    missing: one.missing + other.missing,
    steps: one.steps + other.steps,
    commands: one.commands + other.commands,
    starts: one.starts + other.starts,
    resumed: [...one.resumed, ...other.resumed],
  };
}

/** A run of one of the loops. */
export interface Proven {
  readonly loop: ConformanceLoop;
  readonly run: string;
}

interface Evidence {
  readonly repository: LoopRepository;
  readonly lives: Lives;
  /** Where main was before. */
  readonly before: string;
}

/** A run as its journal has it. */
interface Told extends Proven {
  readonly events: readonly RecordedEvent[];
  readonly state: RunState;
  /** Id of each item, by key. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Looks at all that runs have left, once no runner works on it any more: journals, repository, memory, inbox, cost log,
 * receipts, notes. Each item is completed once and none is missing; no step was begun more often than a kill explains.
 */
export async function proveAll(evidence: Evidence, proven: readonly Proven[]): Promise<Figures> {
  const told = await Promise.all(proven.map((run) => readRun(evidence, run)));
  const { lives } = evidence;
  const resumed = resumedAfter(
    lives.all,
    told.map(({ events }) => events),
  );
  let figures: Figures = { ...noFigures, kills: lives.killedAt.length, runs: told.length, resumed };
  const notes = await readNotes(evidence.repository.git.outside);
  for (const run of told) {
    proveJournal(run);
    await proveMemory(evidence, run);
    figures = total(figures, await proveDeliveries(evidence, run));
    figures = total(figures, proveStarts(evidence, run, notes));
  }
  await proveCosts(evidence, told);
  await proveInbox(evidence, told);
  await proveReceipts(evidence, told);
  await proveRepository(evidence, told);
  return figures;
}

const within = (from: number, to: number, moments: readonly number[]): number =>
  // A kill is noticed some milliseconds after it happened.
  moments.filter((at) => at >= from - 50 && at <= to + 500).length;

async function readRun({ repository }: Evidence, { loop, run }: Proven): Promise<Told> {
  const path = journalFile(join(runnerFolder(repository.commonDir), 'runs', run));
  const opened = openJournal(path);
  if (!opened.ok) throw new Error(opened.error.message);
  const { journal, events, cutBytes } = opened.value;
  await journal.close();
  expect(cutBytes).toBe(0);
  const state = foldAll(events);
  if (state === undefined) throw new Error(`${path} is empty`);
  return { loop, run, events, state, ids: new Map(foundItems(state).map(({ key, id }) => [key, id])) };
}

const ordering: readonly RecordedEvent['event']['type'][] = [
  'pause.requested',
  'resume.requested',
  'note.written',
  'limits.raised',
];

/** What is asked for once is begun once and ends once. */
function proveJournal({ events, state, loop }: Told): void {
  const times = new Map<string, number>();
  for (const { event } of events) {
    // What people say and order they may say and order again.
    if (event.type === 'signal.sent' || ordering.includes(event.type)) continue;
    const about = 'key' in event ? event.key : '';
    times.set(`${event.type} ${about}`, (times.get(`${event.type} ${about}`) ?? 0) + 1);
  }
  expect([...times].filter(([, count]) => count !== 1)).toEqual([]);
  const begun = events.flatMap(({ event }) => (event.type === 'step.started' ? [event.key] : []));
  const done = events.flatMap(({ event }) =>
    event.type === 'step.finished' && event.outcome.status === 'done' ? [event.key] : [],
  );
  expect(done.toSorted()).toEqual(begun.toSorted());
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
  const ends = itemsOf(state).map(({ key, outcome }) => `${key}: ${outcome?.status} ${outcome?.reason}`);
  expect(ends.filter((end) => !end.includes(': delivered '))).toEqual([]);
  expect(state.outcome?.status, state.outcome?.reason).toBe('delivered');
  expect(foundItems(state).map(({ key }) => key)).toEqual([...loop.items.keys()]);
}

async function proveDeliveries(evidence: Evidence, told: Told): Promise<Figures> {
  let [completed, missing] = [0, 0];
  const { repository, before } = evidence;
  const { git } = repository;
  const { loop, run, ids } = told;
  for (const [name] of loop.items) {
    const path = `made/${name}.txt`;
    const branch = `refs/heads/loops/${loop.name}/${run}/${ids.get(name)}`;
    let times: number;
    if (loop.as === 'merge') {
      const commits = await linesOf(git.git('rev-list', `${before}..main`, '--', path));
      const trailer = '--format=%(trailers:key=Loop-Run,valueonly)%(trailers:key=Loop,valueonly)';
      for (const commit of commits) {
        expect(await linesOf(git.git('log', '-1', trailer, commit))).toEqual([run, loop.name]);
      }
      expect(await git.read(path)).toBe(grownFile(loop, name));
      times = commits.length;
    } else if (loop.as === 'branch') {
      times = (await linesOf(git.git('rev-list', `${before}..${branch}`))).length;
      expect(`${await git.git('show', `${branch}:${path}`)}\n`).toBe(grownFile(loop, name));
    } else {
      const folder = join(runnerFolder(repository.commonDir), 'runs', run, 'steps');
      const patches = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('change.patch'));
      const texts = await Promise.all(patches.map((file) => readFile(join(folder, file), 'utf8')));
      const own = texts.filter((text) => text.includes(`+++ b/${path}\n`));
      const added = own.flatMap((text) => text.split('\n').filter((line) => line.startsWith(`+${loop.name} `)));
      expect(added.map((line) => `${line.slice(1)}\n`).join('')).toBe(grownFile(loop, name));
      times = own.length;
    }
    expect(times, `${loop.name} ${name}`).toBe(1);
    completed += times;
    missing += times === 0 ? 1 : 0;
  }
  return { ...noFigures, items: loop.items.size, completed, missing };
}

/** Each item is concluded once: one attempt in the memory, and one commit on its chain. */
async function proveMemory({ repository }: Evidence, { loop, run, ids }: Told): Promise<void> {
  const ref = `refs/loopwright/state/${loop.name}`;
  const memory = loopMemorySchema.parse(JSON.parse(await repository.git.git('show', `${ref}:memory.json`)));
  const attempts = memory.items.map(({ key, status, attempts }) => [key, status, attempts.map((one) => one.run)]);
  const expected = [...loop.items.keys()].map((key) => [key, 'done', [`${run}/${ids.get(key)}`]]);
  expect(attempts.toSorted()).toEqual(expected.toSorted());
  expect((await linesOf(repository.git.git('rev-list', ref))).length).toBe(loop.items.size);
  expect(memory.findings.map(({ key }) => key)).toEqual(loop.finds.map((name) => `about ${name}`));
  expect(memory.lessons.map(({ text }) => text).toSorted()).toEqual(
    [...loop.items.keys()].map((name) => `Learned of ${name}.`).toSorted(),
  );
}

type Notes = ReadonlyMap<string, number>;

async function readNotes(outside: string): Promise<Notes> {
  const notes = new Map<string, number>();
  for (const line of await linesOf(readFile(notesFile(outside), 'utf8'))) notes.set(line, (notes.get(line) ?? 0) + 1);
  return notes;
}

const roleKinds = { explore: 'explorer', make: 'maker', verify: 'checker' } as const;

/** Notes of one step, or of all checks of an item: begun at least as often as asked for, and more often only by kills. */
function proveStarts({ lives }: Evidence, { loop, state }: Told, notes: Notes): Figures {
  let [allSteps, commands, allStarts] = [state.steps.length, 0, 0];
  for (const [id, { steps }] of state.items) {
    const name = foundItems(state).find((item) => item.id === id)?.key ?? '';
    const asked = new Map<string, { times: number; kills: number }>();
    for (const { kind, input, startedAt, finishedAt = 0 } of steps) {
      allSteps += 1;
      const role =
        kind === 'check' ? 'check -' : kind in roleKinds ? roleOf(kind as keyof typeof roleKinds, input) : '';
      if (role === '') continue;
      const what = `${loop.name} ${name} ${role}`;
      const { times, kills } = asked.get(what) ?? { times: 0, kills: 0 };
      asked.set(what, { times: times + 1, kills: kills + within(startedAt, finishedAt, lives.killedAt) });
    }
    for (const [what, { times, kills }] of asked) {
      const starts = notes.get(`start ${what}`) ?? 0;
      const ends = notes.get(`end ${what}`) ?? 0;
      expect(starts, what).toBeGreaterThanOrEqual(times);
      expect(starts, what).toBeLessThanOrEqual(times + kills);
      expect(ends, what).toBeGreaterThanOrEqual(times);
      expect(ends, what).toBeLessThanOrEqual(starts);
      commands += times;
      allStarts += starts;
    }
  }
  return { ...noFigures, steps: allSteps, commands, starts: allStarts };
}

function roleOf(kind: keyof typeof roleKinds, input: unknown): string {
  const { iteration = 0 } = input as { readonly iteration?: number };
  return `${roleKinds[kind]} ${iteration}`;
}

/** A line for each step of an agent, and no other. */
async function proveCosts({ repository }: Evidence, told: readonly Told[]): Promise<void> {
  const costs = await factsOf(repository, 'costs.jsonl', costSchema);
  const asked = told.flatMap(({ run, events }) =>
    events.flatMap(({ event }) =>
      event.type === 'step.started' && event.kind in roleKinds ? [`${run} ${event.key}`] : [],
    ),
  );
  expect(costs.map(({ run, key }) => `${run} ${key}`).toSorted()).toEqual(asked.toSorted());
  expect(costs.filter(({ source, costUsd }) => source !== 'reported' || costUsd === 0)).toEqual([]);
}

/** Each finding and question once; a landing that was overtaken by another may have said so. */
async function proveInbox({ repository }: Evidence, told: readonly Told[]): Promise<void> {
  const events = await factsOf(repository, 'inbox.jsonl', inboxEventSchema);
  const raised = events.flatMap((event) => (event.type === 'raised' ? [event.entry] : []));
  const closed = events.flatMap((event) => (event.type === 'closed' ? [event.id] : []));
  const conflicts = raised.filter(({ kind }) => kind === 'conflict').map(({ id }) => id);
  expect(new Set(closed)).toEqual(new Set(conflicts));
  const others = raised.filter(({ kind }) => kind !== 'conflict').map(({ kind, loop, title }) => [kind, loop, title]);
  const expected = told.flatMap(({ loop: { name, finds, asks } }) => [
    ...finds.map((item) => ['finding', name, `Something about ${item}`]),
    ...asks.map((item) => ['question', name, `${name}: ${item} asks`]),
  ]);
  expect(others.toSorted()).toEqual(expected.toSorted());
}

/** Each run has one receipt that it was started. */
async function proveReceipts({ repository }: Evidence, told: readonly Told[]): Promise<void> {
  const receipts = await factsOf(repository, 'firings.jsonl', receiptSchema);
  const started = receipts.filter(({ became }) => became === 'started').map(({ loop, run }) => `${loop} ${run}`);
  expect(started.toSorted()).toEqual(told.map(({ loop, run }) => `${loop.name} ${run}`).toSorted());
}

/** Nothing is left of the work but what was delivered. */
async function proveRepository({ repository, before }: Evidence, told: readonly Told[]): Promise<void> {
  const { git, commonDir } = repository;
  const merged = told.filter(({ loop }) => loop.as === 'merge');
  const made = merged.flatMap(({ loop }) => [...loop.items.keys()].map((name) => `made/${name}.txt`));
  expect(await linesOf(git.git('diff', '--name-only', before, 'main'))).toEqual(made.toSorted());
  expect((await linesOf(git.git('rev-list', '--first-parent', `${before}..main`))).length).toBe(made.length);
  expect(await git.git('status', '--porcelain')).toBe('');
  expect(await linesOf(git.git('worktree', 'list'))).toHaveLength(1);
  const refs = told.flatMap(({ loop, run, ids }) => [
    `refs/loopwright/state/${loop.name}`,
    // A patch is a copy: the branch with what landed nowhere stays.
    ...(loop.as === 'merge' ? [] : [...ids.values()].map((id) => `refs/heads/loops/${loop.name}/${run}/${id}`)),
  ]);
  expect(await linesOf(git.git('for-each-ref', '--format=%(refname)'))).toEqual(
    ['refs/heads/main', ...refs].toSorted(),
  );
  expect(await filesIn(commonDir, (file) => file.endsWith('.lock'))).toEqual([]);
  expect(await filesIn(join(git.outside, 'data'), () => true)).toEqual([]);
  await git.git('fsck', '--no-dangling', '--no-progress');
}

async function filesIn(folder: string, isMeant: (file: string) => boolean): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory() && isMeant(entry.name)).map((entry) => entry.name);
}

async function linesOf(text: Promise<string>): Promise<string[]> {
  return (await text).split('\n').filter((line) => line !== '');
}

async function factsOf<T>({ commonDir }: LoopRepository, name: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const lines = await linesOf(readFile(join(runnerFolder(commonDir), name), 'utf8').catch(() => ''));
  return lines.map((line) => schema.parse(JSON.parse(line)));
}
