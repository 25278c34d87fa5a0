import { describe, expect, it } from 'vitest';
import { RunFeed } from '../../../src/extension/runner/runFeed.ts';
import { type Connect, RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import { type WatchNews, watchRunner } from '../../../src/extension/runner/runnerWatch.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { err, ok } from '../../../src/model/result.ts';
import { fold, stepsOf } from '../../../src/model/runState.ts';
import type { Refusal } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

const stepCount = (store: RunStore, run: string): number => {
  const state = store.get(run)?.state;
  return state === undefined ? 0 : stepsOf(state).length;
};

/** A repository with one runner: `running` says whether its process is there. */
function repository(runner = new FakeRunner(), running = true) {
  const world = { runner, running, starts: 0 };
  const connect: Connect = async (start) => {
    if (!world.running && !start) return err({ code: 'no-runner', message: 'none' });
    if (!world.running) world.starts += 1;
    world.running = true;
    return ok(runner.connect());
  };
  return { world, connect };
}

function watched(mayRun = true) {
  const { world, connect } = repository();
  const link = new RunnerLink(connect, () => mayRun);
  const store = new RunStore(fold);
  const refusals: Refusal[] = [];
  const feed = new RunFeed(link, store, (refusal) => refusals.push(refusal));
  return { world, link, store, feed, refusals };
}

describe('RunnerLink', () => {
  it('tells what has changed, also over the connection that comes after a lost one', async () => {
    const { world, link } = watched();
    const heard: string[] = [];
    const end = link.onChanged((what) => heard.push(what));
    await link.open(true);
    world.runner.tellChanged('inbox');
    world.runner.die();
    await settled();
    await link.open(true);
    world.runner.tellChanged('costs');
    expect(heard).toEqual(['inbox', 'costs']);
    end();
    world.runner.tellChanged('owed');
    expect(heard).toHaveLength(2);
    link.dispose();
  });

  it('shares one connection', async () => {
    const { world, link } = watched();
    await Promise.all([link.open(true), link.open(false), link.request('runs', {})]);
    expect(world.runner.connections).toBe(1);
  });

  it('starts no runner for who only looks, and one for who asks', async () => {
    const { world, connect } = repository(new FakeRunner(), false);
    const link = new RunnerLink(connect, () => true);
    const [look, ask] = await Promise.all([link.open(false), link.open(true)]);
    expect(look.ok).toBe(false);
    expect(ask.ok).toBe(true);
    expect(world.starts).toBe(1);
  });

  it('connects to nothing in Restricted Mode and says why', async () => {
    const { world, link } = watched(false);
    const refused = await link.request('start', { file: 'x', uncommitted: false });
    expect(refused).toMatchObject({ ok: false, error: { code: 'restricted' } });
    expect(world.runner.connections).toBe(0);
  });

  it('makes a new connection after the old one was lost', async () => {
    const { world, link } = watched();
    await link.open(true);
    world.runner.die();
    expect(link.isOpen).toBe(false);
    expect((await link.request('runs', {})).ok).toBe(true);
    expect(world.runner.connections).toBe(2);
  });
});

describe('RunFeed', () => {
  it('reads what was and follows what comes', async () => {
    const { world, link, store } = watched();
    const run = world.runner.waitingRun('r1');
    await link.open(true);
    await settled();
    expect(store.get('r1')?.summary.status).toBe('waiting');
    run.record({ type: 'run.finished', outcome: { status: 'rejected', reason: 'no' } });
    expect(store.get('r1')?.summary.status).toBe('rejected');
  });

  it('hears of a run that began before the connection and of which it missed events', async () => {
    const { world, link, store } = watched();
    await link.open(true);
    await settled();
    const run = world.runner.newRun('r2').start();
    expect(store.get('r2')?.summary.status).toBe('running');
    world.runner.die();
    run.check(0, 1);
    await link.open(true);
    run.check(0, 0, 'types');
    await settled();
    expect(stepCount(store, 'r2')).toBe(2);
    expect(store.nextOf('r2')).toBe(run.events.length);
  });
});

describe('a lost connection', () => {
  it('is not told a second time by what was being read', async () => {
    const { world, link, feed, refusals } = watched();
    world.runner.waitingRun('r1');
    await link.open(true);
    const reading = feed.refresh();
    world.runner.die();
    await reading;
    await settled();
    expect(refusals).toEqual([]);
  });
});

describe('watchRunner', () => {
  it('brings a runner back that died with a run going on, and says so', async () => {
    const { world, link, store } = watched();
    const news: WatchNews[] = [];
    watchRunner(link, store, (one) => news.push(one));
    const run = world.runner.newRun('r1').start();
    await link.open(true);
    await settled();
    world.runner.die();
    await settled();
    expect(news).toEqual([{ kind: 'restarted' }]);
    run.check(0, 0);
    await settled();
    expect(stepCount(store, 'r1')).toBe(1);
  });

  it('lets a runner go that had nothing to do', async () => {
    const { world, link, store } = watched();
    const news: WatchNews[] = [];
    watchRunner(link, store, (one) => news.push(one));
    world.runner.waitingRun('r1');
    await link.open(true);
    await settled();
    world.runner.die();
    await settled();
    expect(news).toEqual([]);
    expect(world.runner.connections).toBe(1);
  });

  it('stops trying when it dies again and again', async () => {
    const { world, link, store } = watched();
    const news: WatchNews[] = [];
    watchRunner(
      link,
      store,
      (one) => news.push(one),
      () => 0,
    );
    world.runner.newRun('r1').start();
    await link.open(true);
    await settled();
    for (let i = 0; i < 4; i++) {
      world.runner.die();
      await settled();
    }
    expect(news.map(({ kind }) => kind)).toEqual(['restarted', 'restarted', 'restarted', 'gave-up']);
  });
});
