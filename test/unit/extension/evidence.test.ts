import { afterEach, describe, expect, it } from 'vitest';
import { decisionNow } from '../../../src/extension/evidence/decisionNow.ts';
import { type EvidenceDeps, EvidenceFeed } from '../../../src/extension/evidence/evidenceFeed.ts';
import { Listeners } from '../../../src/extension/listeners.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold, foldAll } from '../../../src/model/runState.ts';
import { type EvidencePage, evidencePageSchema } from '../../../src/protocol/evidenceView.ts';
import { changeOf, fileChange, objectId, person, RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);

function decision(run: RecordedRun, isBeforeYou = true) {
  const state = foldAll(run.events);
  const now = state && decisionNow(state, 'default', { isBeforeYou });
  if (now === undefined) throw new Error('no item');
  return now;
}

const closedOf = (run: RecordedRun, isBeforeYou = true) =>
  Object.fromEntries(decision(run, isBeforeYou).acts.map(({ act, closed }) => [act, closed]));

describe('the decision on the evidence page', () => {
  const answered = { kind: 'answered', head: change.head, prompt: 'p', correct: true, by: person } as const;
  const open = () => {
    const run = new RecordedRun('r1').untilWaiting(change);
    run.record({ type: 'signal.sent', id: 's1', box: 'default', value: answered });
    return run;
  };

  it('says why landing is closed, and offers the prompt that opens it first', () => {
    const run = new RecordedRun('r1').untilWaiting(change);
    const now = decision(run);
    expect(now).toMatchObject({
      open: false,
      gate: 'landing is closed',
      reason: 'Answer one prompt about what it wrote.',
    });
    expect(now.acts[0]).toEqual({ act: 'answerPrompt', label: 'Answer the Prompt', icon: 'comment-discussion' });
    expect(closedOf(run)).toMatchObject({ deliver: now.reason, reject: undefined });
  });

  it('opens landing to who has the review before them, and to nobody else', () => {
    expect(closedOf(open())).toMatchObject({ deliver: undefined, reject: undefined });
    const elsewhere = decision(open(), false);
    expect(elsewhere.acts[0]?.act).toBe('openReview');
    expect(closedOf(open(), false)['deliver']).toMatch(/^Open the review first/);
    expect(closedOf(open(), false)['reject']).toBeUndefined();
  });

  it('names the way it is delivered', () => {
    const run = new RecordedRun('r1').untilWaiting(change, {
      deliver: { as: 'branch', into: 'refs/heads/main', squash: false },
    });
    expect(decision(run).acts.find(({ act }) => act === 'deliver')?.label).toBe('Deliver as Branch');
  });

  it('closes everything once it is decided, and says how', () => {
    const run = open().conclude({ status: 'rejected', reason: 'Rejected by Ada: no.' });
    run.end({ status: 'rejected', reason: 'Rejected by Ada: no.' });
    const { look, acts } = decision(run);
    expect(look.words).toBe('rejected');
    for (const act of ['deliver', 'reject'] as const) {
      expect(acts.find((one) => one.act === act)?.closed).toContain('Rejected by Ada: no.');
    }
  });
});

class Page {
  readonly told: EvidencePage[] = [];
  readonly store = new RunStore(fold);
  readonly run = new RecordedRun('r1', (recorded) => this.store.take('r1', recorded));
  readonly reviews = new Listeners<[]>();
  reviewed = true;
  definition: string | undefined | null = 'name: keep-tests-green\r\n';
  readonly feed: EvidenceFeed;

  constructor(item = 'default', readRun?: EvidenceDeps['readRun']) {
    this.feed = new EvidenceFeed(
      { run: 'r1', item },
      {
        store: this.store,
        readRun: readRun ?? (async () => this.store.history('r1', this.run.events)),
        readDefinition: async () => this.definition,
        review: { isOpenOn: () => this.reviewed, onChange: (listener) => this.reviews.add(listener) },
        // What crosses to the page is data that its schema takes.
        post: (page) => this.told.push(evidencePageSchema.parse(structuredClone(page))),
      },
    );
  }

  get news() {
    return this.told.filter((page) => page.show === 'news');
  }
}

describe('the feed of the evidence page', () => {
  const pages: Page[] = [];
  const pageOf = (...given: ConstructorParameters<typeof Page>): Page => {
    const page = new Page(...given);
    pages.push(page);
    return page;
  };

  afterEach(() => {
    for (const { feed } of pages.splice(0)) feed.dispose();
  });

  it('tells everything once, then only what changed', async () => {
    const page = pageOf();
    page.run.start().check(0, 1).commit(1, change).check(1, 0);
    await page.feed.begin();
    const [first, second] = page.news;
    expect(first).toMatchObject({ evidence: { loop: 'keep-tests-green', item: 'default' }, checkout: 'unknown' });
    expect(first?.checks?.map(({ id, passed, was }) => [id, passed, was])).toEqual([['tests', true, false]]);
    expect(second).toEqual({ show: 'news', checkout: 'same' });
    const next = changeOf([fileChange('src/a.js', 'newer')]);
    page.run.commit(2, next);
    await expect.poll(() => page.news.at(-1)?.evidence?.change?.head).toBe(next.head);
    expect(page.news.at(-1)?.evidence).not.toHaveProperty('definition');
  });

  it('says when the loop file in the checkout is another, gone, or cannot be read', async () => {
    for (const [text, said] of [
      ['name: other\n', 'other'],
      [undefined, 'gone'],
      [null, 'unknown'],
    ] as const) {
      const page = pageOf();
      page.run.untilWaiting(change);
      page.definition = text;
      await page.feed.begin();
      expect(page.news.findLast(({ checkout }) => checkout !== undefined)?.checkout).toBe(said);
    }
  });

  it('follows the review: closed in this window, nothing can land from here', async () => {
    const page = pageOf();
    page.run.untilWaiting(change);
    await page.feed.begin();
    page.reviewed = false;
    page.reviews.tell();
    await expect.poll(() => page.news.at(-1)?.decision?.acts[0]?.act).toBe('openReview');
  });

  it('tells nothing while it is hidden, and everything anew when it is back', async () => {
    const page = pageOf();
    page.run.untilWaiting(change);
    await page.feed.begin();
    page.feed.hide();
    const before = page.told.length;
    page.run.commit(2, changeOf([fileChange('src/b.js', 'b')]));
    page.reviews.tell();
    expect(page.told).toHaveLength(before);
    await page.feed.begin();
    expect(page.told[before]).toMatchObject({ evidence: { definition: { committed: true } } });
  });

  it('says what to do where the run cannot be read, or has no such item', async () => {
    const lost = pageOf('default', async () => {});
    await lost.feed.begin();
    expect(lost.told).toMatchObject([{ show: 'trouble', message: expect.stringContaining('cannot be read') }]);
    const other = pageOf(`${objectId('x')}`);
    other.run.untilWaiting(change);
    await other.feed.begin();
    expect(other.told[0]).toMatchObject({ show: 'trouble', message: expect.stringContaining('no such item') });
  });
});
