import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockedAs } from '../../../src/git/worktree.ts';
import { openJournal } from '../../../src/journal/journalFile.ts';
import { journalFile } from '../../../src/journal/stepFolder.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { summaryOf } from '../../../src/model/shapes.ts';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { git, makeRepository, manyFiles } from '../engine/benchRepository.ts';
import { BenchRunner } from '../engine/benchRunner.ts';
import { eventsOfRun, startOfItems } from '../runOfItems.ts';
import { BenchChild } from './benchChild.ts';
import { type ControlledHost, inControlledHost } from './controlledHost.ts';
import { delayOver } from './delayOver.ts';
import type { Delay } from './hostRequests.ts';
import { buildModule, loopFiles, type MonitorParts } from './monitorParts.ts';
import type { FromStorm, ToStorm } from './stormMessages.ts';
import { openViews } from './views.ts';

/** The shape of superset's stress test, and what it has published of it, in milliseconds. */
const published = { p95: 2.0, max: 210 };
const worktrees = 8;
const filesOfEach = 20_000;
const changedInEach = 600;
const writes = 1600;
const seconds = 20;

/** Agents write in eight large worktrees at once, next to a window that has every view open. */
export async function worktreeStormFigures(context: BenchContext, parts: MonitorParts): Promise<readonly Figure[]> {
  const { dist, folder, log } = context;
  const top = join(folder, 'storm');
  makeRepository(top, { ...loopFiles, ...manyFiles(filesOfEach) });
  const changed = await makeWorktrees(top, join(folder, 'worktrees'), log);
  const list = join(folder, 'changed.txt');
  writeFileSync(list, `${changed.join('\n')}\n`);
  const storm = new BenchChild<ToStorm, FromStorm>(await buildModule(context, 'storm'), [list]);
  const runner = await BenchRunner.connect(top, dist);
  try {
    const { rest, load, written } = await inControlledHost({ ...parts, workspace: top }, (host) =>
      measure(host, storm),
    );
    log(`${written} files were written in ${seconds} s`);
    return figuresOf(rest, load, written);
  } finally {
    await storm.end({ say: 'leave' });
    await runner.leave();
  }
}

async function measure(host: ControlledHost, storm: BenchChild<ToStorm, FromStorm>) {
  await openViews(host);
  // The sizes of the worktrees are counted when the view opens.
  await delay(10_000);
  const rest = await delayOver(host, 'storm-rest', () => delay(seconds * 500));
  let written = 0;
  const load = await delayOver(host, 'storm-load', async () => {
    const over = storm.heard('over');
    storm.tell({ say: 'begin', writes, seconds });
    ({ written } = await over);
  });
  return { rest, load, written };
}

function figuresOf(rest: Delay, load: Delay, written: number): readonly Figure[] {
  const name = `${worktrees} worktrees × ${filesOfEach} files, ${changedInEach} changed in each`;
  return [
    figure(`${name}: writes in half a second`, written / seconds / 2, '', { op: '>=', value: writes * 0.95 }),
    figure(`${name}: event-loop delay, p95 (superset's: ${published.p95})`, load.p95, 'ms', {
      op: '<=',
      value: published.p95,
    }),
    figure(`${name}: event-loop delay, max (superset's: ${published.max})`, load.max, 'ms', {
      op: '<=',
      value: published.max,
    }),
    figure(`${name}, at rest before: event-loop delay, p95`, rest.p95, 'ms'),
    figure(`${name}, at rest before: event-loop delay, max`, rest.max, 'ms'),
  ];
}

/** Worktrees of one run, outside of the workspace as our runner makes them; returns the files that are changed in them. */
async function makeWorktrees(top: string, folder: string, log: (text: string) => void): Promise<readonly string[]> {
  mkdirSync(folder);
  const run = 'many-20260714-060000-x7';
  const items = Array.from({ length: worktrees }, (_, n) => `item-${n}-0a1b2c3d`);
  const changed = items.flatMap((item) => {
    const place = join(folder, `${run}-${item}`);
    git(top, 'worktree', 'add', '-q', '--lock', '--reason', `${lockedAs('run')} ${run}`, '-b', `loops/${item}`, place);
    log(`worktree ${item} is made`);
    const spread = Math.floor(filesOfEach / changedInEach);
    const files = Object.keys(manyFiles(filesOfEach)).filter((_, n) => n % spread === 0);
    return files.slice(0, changedInEach).map((path) => join(place, path));
  });
  for (const file of changed) writeFileSync(file, 'changed\n');
  await leaveRun(
    top,
    { ...startOfItems, run, loop: 'many', worktrees: join(folder, run), startedAt: Date.now() },
    items,
  );
  return changed;
}

const ended: RunEvent = { type: 'run.finished', outcome: { status: 'gave-up', reason: 'It did not get there.' } };

/** What says whose worktrees these are: a run that has ended. */
async function leaveRun(top: string, start: typeof startOfItems, items: readonly string[]): Promise<void> {
  const directory = join(top, '.git', 'loopwright', 'runs', start.run);
  mkdirSync(directory, { recursive: true });
  const opened = openJournal(journalFile(directory));
  if (!opened.ok) throw new Error(opened.error.message);
  const { journal } = opened.value;
  const events = [...eventsOfRun({ start, items, passes: 1, checks: ['test'] })];
  const recorded = await Promise.all([...events, ended].map((event) => journal.append(event)));
  await journal.close();
  const state = foldAll(recorded);
  if (state === undefined) throw new Error('the run has no events');
  writeFileSync(join(directory, 'summary.json'), JSON.stringify(summaryOf(state)));
}
