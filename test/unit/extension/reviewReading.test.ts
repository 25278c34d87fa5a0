import { afterEach, describe, expect, it } from 'vitest';
import { Listeners } from '../../../src/extension/listeners.ts';
import { LookedHeads } from '../../../src/extension/review/lookedHeads.ts';
import { markViewed } from '../../../src/extension/review/markViewed.ts';
import { OpenReview } from '../../../src/extension/review/openReview.ts';
import { Reading } from '../../../src/extension/review/reading.ts';
import { settled } from '../../../src/extension/review/settled.ts';
import { Sitting } from '../../../src/extension/review/sitting.ts';
import { RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { err, ok } from '../../../src/model/result.ts';
import { fold } from '../../../src/model/runState.ts';
import type { Refusal } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';
import { objectId } from './recordedRun.ts';

const of = { run: 'r1', item: 'default' };
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A window that reads the change of the runner's run. */
function windowOn(runner: FakeRunner) {
  const link = new RunnerLink(
    async () => ok(runner.connect()),
    () => true,
  );
  const heard = new Listeners<[]>();
  link.onChanged((what) => what === 'review' && heard.tell());
  const refusals: Refusal[] = [];
  const refused = (refusal: Refusal) => refusals.push(refusal);
  const reading = new Reading({ link, onMarks: (listener) => heard.add(listener), refused });
  const store = new RunStore(fold);
  const read = () => store.history('r1', runner.runs.get('r1')?.events ?? []);
  read();
  const review = new OpenReview(store);
  ends.push(
    () => reading.dispose(),
    () => review.dispose(),
    () => link.dispose(),
  );
  const follow = async () => {
    const shown = review.open(of);
    if (shown === undefined) throw new Error('there is nothing to review');
    await reading.follow({ ...of, head: shown.of.change.head });
    return shown;
  };
  return { link, reading, store, review, refusals, read, follow };
}

const waiting = () => {
  const runner = new FakeRunner();
  runner.waitingRun('r1');
  return runner;
};

describe('reading a change', () => {
  it('has its outline and marks once it is open, and nothing once it is closed', async () => {
    const { reading, follow } = windowOn(waiting());
    const shown = await follow();
    expect(reading.now.outline?.head).toBe(shown.of.change.head);
    expect(reading.now.marks).toMatchObject({ me: 'Ada <ada@example.com>', viewed: [] });
    await reading.follow(undefined);
    expect(reading.now).toEqual({});
  });

  it('shows in every window what was said in one of them', async () => {
    const runner = waiting();
    const [one, another] = [windowOn(runner), windowOn(runner)];
    await Promise.all([one.follow(), another.follow()]);
    const [file] = one.reading.now.outline?.files ?? [];
    const piece = file?.units[0]?.pieces[0]?.id ?? '';
    const path = file?.file.path ?? '';
    expect(await one.reading.mark({ kind: 'take-out', pieces: [{ path, piece }], why: 'too clever' })).toBe(true);
    expect(one.reading.now.marks?.decisions).toMatchObject([{ piece, why: 'too clever' }]);
    await expect.poll(() => another.reading.now.marks?.decisions[0]?.piece).toBe(piece);
  });

  it('clears the mark of a unit exactly when its content is another', async () => {
    const runner = waiting();
    const { reading, link, read, follow } = windowOn(runner);
    const before = await follow();
    const unit = () => reading.now.outline?.files[0]?.units[0];
    const sitting = new Sitting(() => 0);
    const isViewed = () => reading.now.marks?.viewed.includes(unit()?.digest ?? '') ?? false;
    expect(await markViewed({ reading, sitting }, [unit() ?? { digest: '', lines: 0 }], true)).toBe(true);
    expect(isViewed()).toBe(true);
    // The same again counts nothing twice.
    expect(await markViewed({ reading, sitting }, [unit() ?? { digest: '', lines: 0 }], true)).toBe(false);
    await link.request('writeFile', { run: 'r1', path: 'src/price.js', content: '' });
    read();
    const after = await follow();
    expect(after.of.change.head).not.toBe(before.of.change.head);
    expect(isViewed()).toBe(false);
  });

  it('says what to do about a runner of another version, and reads once there is another', async () => {
    const runner = waiting();
    const answer = runner.answer.bind(runner);
    let isOld = true;
    runner.answer = async (method, params) =>
      isOld && method.startsWith('review')
        ? err({ code: 'unknown-method', message: `This runner (old) knows no request ${method}.` })
        : answer(method, params);
    const { reading, follow } = windowOn(runner);
    await follow();
    expect(reading.now.outline).toBeUndefined();
    expect(reading.now.trouble).toMatch(/another version.*Restart the Runner/);
    isOld = false;
    await reading.retry();
    expect(reading.now.trouble).toBeUndefined();
    expect(reading.now.outline?.files).toHaveLength(1);
  });

  it('asks again by itself for what was refused once a runner is there again', async () => {
    const runner = waiting();
    const answer = runner.answer.bind(runner);
    runner.answer = async (method, params) =>
      method.startsWith('review')
        ? err({ code: 'disconnected', message: 'The runner is gone.' })
        : answer(method, params);
    const { reading, follow } = windowOn(runner);
    await follow();
    expect(reading.now).toEqual({ trouble: 'The runner is gone.' });
    runner.answer = answer;
    runner.tellChanged('review');
    await expect.poll(() => reading.now.outline?.files.length).toBe(1);
    expect(reading.now.trouble).toBeUndefined();
    expect(reading.now.marks).toBeDefined();
  });

  it('tells what the runner refuses, and keeps what stood there', async () => {
    const runner = waiting();
    const { reading, refusals, follow } = windowOn(runner);
    await follow();
    const answer = runner.answer.bind(runner);
    runner.answer = async (method, params) =>
      method === 'mark' ? err({ code: 'not-yours', message: 'Only your own.' }) : answer(method, params);
    expect(await reading.mark({ kind: 'reword', remark: 'x', text: 'y' })).toBe(false);
    expect(refusals).toEqual([{ code: 'not-yours', message: 'Only your own.' }]);
    // Where a person is, nobody asked to keep: a refusal is no news.
    await reading.remember({ kind: 'place', unit: 'src/price.js#price' });
    expect(refusals).toHaveLength(1);
    expect(reading.now.outline).toBeDefined();
  });

  it('takes the answer of the change that is open, not of one that was closed meanwhile', async () => {
    const runner = waiting();
    runner.waitingRun('r2');
    const { reading, follow } = windowOn(runner);
    const first = follow();
    await reading.follow({ run: 'r2', item: 'default', head: objectId('elsewhere') });
    await first;
    const { outline } = reading.now;
    expect(outline).toBeDefined();
    await reading.follow(undefined);
    await reading.refreshMarks();
    expect(reading.now).toEqual({});
  });
});

describe('the head that was looked at', () => {
  it('is kept when the change is another after it was read, and when the review is left', async () => {
    const runner = waiting();
    const { reading, link, read, follow } = windowOn(runner);
    const looked = new LookedHeads(reading);
    const before = await follow();
    await looked.follow(before);
    expect(reading.now.marks?.looked).toBeUndefined();
    looked.read(before);
    await link.request('writeFile', { run: 'r1', path: 'src/price.js', content: '' });
    read();
    const after = await follow();
    await looked.follow(after);
    await reading.refreshMarks();
    expect(reading.now.marks?.looked).toBe(before.of.change.head);
    // Nobody has read the new one: leaving keeps the old.
    await looked.leave(after);
    await reading.refreshMarks();
    expect(reading.now.marks?.looked).toBe(before.of.change.head);
    looked.read(after);
    await looked.leave(after);
    await reading.refreshMarks();
    expect(reading.now.marks?.looked).toBeUndefined();
  });
});

describe('the wait for an iteration', () => {
  const never = new AbortController().signal;

  it('is over when the next one waits, or the item has ended, and not before', async () => {
    const runner = waiting();
    const { link, store, read, follow } = windowOn(runner);
    const shown = await follow();
    await link.request('requestChanges', { run: 'r1', head: shown.of.change.head });
    read();
    let isOver = false;
    const wait = settled(store, of, 1, never).then((now) => {
      isOver = true;
      return now;
    });
    await Promise.resolve();
    expect(isOver).toBe(false);
    runner.runs.get('r1')?.check(2, 0).decide(2, true).await();
    read();
    expect((await wait)?.of.status).toBe('waiting');
    const rejected = settled(store, of, 2, never);
    await link.request('reject', { run: 'r1', reason: 'enough' });
    read();
    expect((await rejected)?.of.status).toBe('rejected');
  });

  it('is given up when the window is done with it, and when the run is forgotten', async () => {
    const { store, follow } = windowOn(waiting());
    await follow();
    const over = new AbortController();
    const given = settled(store, of, 9, over.signal);
    over.abort();
    expect(await given).toBeUndefined();
    const forgotten = settled(store, of, 9, never);
    store.forget('');
    expect(await forgotten).toBeUndefined();
  });
});
