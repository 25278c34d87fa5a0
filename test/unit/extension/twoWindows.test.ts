import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { connectRunner } from '../../../src/client/connect.ts';
import { RunFeed } from '../../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold } from '../../../src/model/runState.ts';
import { countingFiles, LoopRepository, loopFile } from '../../support/loopRepository.ts';

let loop: LoopRepository;
let windows: Window[];

beforeEach(async () => {
  windows = [];
  loop = await LoopRepository.create((outside) => countingFiles(outside, 2));
  process.env['LOOPWRIGHT_DATA'] = join(loop.git.outside, 'data');
});

afterEach(async () => {
  for (const one of windows) one.close();
  await loop.dispose();
});

/** What a window holds for the repository: its connection to the real runner, and its runs. */
interface Window {
  readonly link: RunnerLink;
  readonly store: RunStore;
  /** When each event was on its screen, in milliseconds. */
  readonly shown: ReadonlyMap<number, number>;
  close(): void;
}

function windowOf(): Window {
  const link = new RunnerLink(
    (start, signal) => connectRunner({ folder: loop.git.path, programs: join(root, 'dist'), start, signal }),
    () => true,
  );
  const store = new RunStore(fold);
  const feed = new RunFeed(link, store, ({ message }) => expect.fail(message));
  const shown = new Map<number, number>();
  store.onChange((run) => {
    if (run !== undefined) shown.set(store.nextOf(run) - 1, performance.now());
  });
  const close = () => {
    feed.dispose();
    link.dispose();
  };
  const one = { link, store, shown, close };
  windows.push(one);
  return one;
}

const until = (window: Window, run: string, status: string) =>
  expect.poll(() => window.store.get(run)?.summary.status, { timeout: 60_000 }).toBe(status);

it('two windows on one repository agree, and one that is closed and opened again has lost nothing', async () => {
  const [one, other] = [windowOf(), windowOf()];
  await Promise.all([one.link.open(true), other.link.open(true)]);
  const started = await one.link.request('start', { file: loopFile, uncommitted: false });
  if (!started.ok) throw new Error(started.error.message);
  const { run } = started.value;
  await Promise.all([until(one, run, 'running'), until(other, run, 'running')]);
  const reloaded = windowOf();
  await reloaded.link.open(false);
  for (const window of [one, other, reloaded]) await until(window, run, 'waiting');
  // What a person says in one window stands in the others.
  const rejected = await other.link.request('reject', { run, reason: 'Not like this.' });
  expect(rejected.ok).toBe(true);
  for (const window of [one, other, reloaded]) await until(window, run, 'rejected');
  const reopened = windowOf();
  await reopened.link.open(true);
  await until(reopened, run, 'rejected');
  await expect.poll(() => new Set(windows.map(({ store }) => store.nextOf(run))).size, { timeout: 60_000 }).toBe(1);
  for (const { store } of windows) expect(store.get(run)?.state).toEqual(one.store.get(run)?.state);
  const gaps = [...one.shown].flatMap(([seq, at]) => Math.abs(at - (other.shown.get(seq) ?? Number.NaN)));
  const told = gaps.filter((gap) => !Number.isNaN(gap)).sort((a, b) => a - b);
  expect(told.length).toBeGreaterThan(5);
  // The middle one: a busy machine may hold a single event up.
  expect(told[Math.floor(told.length / 2)]).toBeLessThan(200);
});

it('a window that lost its runner while it worked has all events when the next one has taken over', async () => {
  const [one, other] = [windowOf(), windowOf()];
  await Promise.all([one.link.open(true), other.link.open(true)]);
  const run = await loop.start();
  await until(one, run, 'running');
  await loop.killRunner();
  await expect.poll(() => one.link.isOpen || other.link.isOpen, { timeout: 60_000 }).toBe(false);
  await Promise.all([one.link.open(true), other.link.open(true)]);
  await Promise.all([until(one, run, 'waiting'), until(other, run, 'waiting')]);
  expect(one.store.get(run)?.state).toEqual(other.store.get(run)?.state);
});
