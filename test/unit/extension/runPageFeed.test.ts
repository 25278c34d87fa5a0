import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { RunPageFeed } from '../../../src/extension/runPage/runPageFeed.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold } from '../../../src/model/runState.ts';
import { type Chosen, type RunPage, runPageSchema, sections } from '../../../src/protocol/runPageView.ts';
import { FakeRunner } from './fakeRunner.ts';
import { changeOf, fileChange, itemOf, type RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);
const all: Chosen = { open: [...sections] };

class Page {
  readonly fake = new FakeRunner();
  readonly told: RunPage[] = [];
  readonly feed: RunPageFeed;
  readonly #store = new RunStore(fold);

  constructor(begin: (run: RecordedRun) => void) {
    const client = this.fake.connect();
    begin(this.fake.newRun('r1'));
    client.onEvent((run, recorded) => this.#store.take(run, recorded));
    this.feed = new RunPageFeed('r1', {
      runner: client,
      usual: async () => undefined,
      store: this.#store,
      readRun: async (run) => this.#store.history(run, this.fake.runs.get(run)?.events ?? []),
      // What crosses to the page is data that its schema takes.
      post: (page) => this.told.push(runPageSchema.parse(structuredClone(page))),
      pause: () => delay(5),
      now: () => 1,
    });
  }

  get run(): RecordedRun {
    const run = this.fake.runs.get('r1');
    if (run === undefined) throw new Error('no run');
    return run;
  }

  of<S extends RunPage['show']>(show: S) {
    return this.told.filter((page): page is Extract<RunPage, { readonly show: S }> => page.show === show);
  }
}

const pages: Page[] = [];
const pageOf = (begin: (run: RecordedRun) => void): Page => {
  const page = new Page(begin);
  pages.push(page);
  return page;
};

describe("the feed of a run's page", () => {
  afterEach(() => {
    for (const { feed } of pages.splice(0)) feed.dispose();
  });

  it('tells all that is open when the page is ready, and then only what changed', async () => {
    const page = pageOf((run) => run.start().check(0, 1));
    await page.feed.take({ say: 'ready', ...all });
    const [first] = page.of('news');
    expect(first?.head).toMatchObject({ loop: 'keep-tests-green', look: { words: 'running' } });
    expect(first?.iterations?.order).toEqual([0]);
    expect(first?.checks?.map(({ id, passed, was }) => [id, passed, was])).toEqual([['tests', false, null]]);
    page.run.commit(1, change).check(1, 0);
    await expect.poll(() => page.of('news').at(-1)?.iterations?.order).toEqual([0, 1]);
    const later = page
      .of('news')
      .slice(1)
      .flatMap((news) => news.iterations?.rows ?? []);
    expect(later.find(({ number }) => number === 1)?.turned ?? later.at(-1)?.turned).toBeDefined();
    expect(later.some(({ number }) => number === 0)).toBe(false);
    await expect
      .poll(
        () =>
          page
            .of('news')
            .flatMap((news) => news.iterations?.rows ?? [])
            .at(-1)?.turned,
      )
      .toEqual([{ check: 'tests', was: false, is: true }]);
  });

  it('tells at most five times a second, and nothing twice', async () => {
    const page = pageOf((run) => run.start());
    await page.feed.take({ say: 'ready', open: ['iterations'] });
    const before = page.of('news').length;
    for (let count = 0; count < 500; count++) page.run.check(1, count % 2);
    const at = performance.now();
    await expect.poll(() => page.of('news').at(-1)?.iterations?.rows.length ?? 0).toBe(1);
    await delay(500);
    const gone = (performance.now() - at) / 200;
    expect(page.of('news').length - before).toBeLessThanOrEqual(Math.ceil(gone) + 1);
    const quiet = page.told.length;
    await delay(300);
    expect(page.told.length).toBe(quiet);
  });

  it('tells nothing of closed sections, and nothing while it is hidden', async () => {
    const page = pageOf((run) => run.untilWaiting(change));
    await page.feed.take({ say: 'ready', open: ['goal'] });
    expect(Object.keys(page.of('news')[0] ?? {}).sort()).toEqual(['goal', 'head', 'now', 'show']);
    expect(page.fake.asked).not.toContain('events');
    page.feed.hide();
    const before = page.told.length;
    page.run.check(2, 0);
    await delay(250);
    expect(page.told.length).toBe(before);
    await page.feed.take({ say: 'ready', open: ['goal', 'journal'] });
    await expect.poll(() => page.of('journal').flatMap(({ rows }) => rows).length).toBe(page.run.events.length);
  });

  it('tells the journal on as it grows', async () => {
    const page = pageOf((run) => run.start());
    await page.feed.take({ say: 'ready', open: ['journal'] });
    page.run.check(0, 1);
    await expect
      .poll(() => page.of('journal').flatMap(({ rows }) => rows.map(({ seq, event, detail }) => [seq, event, detail])))
      .toEqual([
        [0, 'run.started', '.loops/keep-tests-green.loop.yaml, a person'],
        [1, 'step.started', 'check'],
        [2, 'step.finished', 'failed: exit code 1'],
      ]);
  });

  it('shows what another item came to', async () => {
    const items = [itemOf('a'), itemOf('b')];
    const page = pageOf((run) => {
      run.start().found(items);
      for (const { id } of items) run.check(0, id === items[0]?.id ? 1 : 0, 'tests', id);
    });
    await page.feed.take({ say: 'ready', open: ['checks'] });
    expect(page.of('news')[0]?.checks?.[0]?.passed).toBe(false);
    await page.feed.take({ say: 'choose', open: ['checks'], item: items[1]?.id ?? '' });
    expect(page.of('cleared')).toHaveLength(1);
    expect(page.of('news').at(-1)?.checks?.[0]?.passed).toBe(true);
    expect(page.of('news').at(-1)?.head?.item).toBe(items[1]?.id);
  });

  it('follows what a step says, and says why it cannot', async () => {
    const page = pageOf((run) => run.start().check(0, 1));
    const key = 'default/0/check-1';
    page.fake.logs.set(key, { text: 'one\n', ended: false });
    await page.feed.take({ say: 'ready', open: ['transcript'] });
    await expect
      .poll(() =>
        page
          .of('log')
          .map(({ text }) => text)
          .join(''),
      )
      .toBe('one\n');
    page.fake.logs.set(key, { text: 'one\ntwo\n', ended: true });
    await expect.poll(() => page.of('log').at(-1)).toMatchObject({ step: key, ended: true });
    expect(
      page
        .of('log')
        .map(({ text }) => text)
        .join(''),
    ).toBe('one\ntwo\n');
    await page.feed.take({ say: 'choose', open: ['transcript'], step: 'default/0/gone' });
    await expect.poll(() => page.of('log').at(-1)?.text).toBe('There is no step default/0/gone.');
    await page.feed.take({ say: 'patch', iteration: 1 });
    expect(page.of('patch')[0]?.why).toBe('The fake does not do that.');
  });

  it('says so where a run cannot be read', async () => {
    const page = pageOf(() => {});
    await page.feed.take({ say: 'ready', ...all });
    expect(page.told).toMatchObject([{ show: 'trouble', message: expect.stringContaining('Open another run') }]);
  });
});
