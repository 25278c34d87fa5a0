import { describe, expect, it } from 'vitest';
import { childrenOf, pathKind } from '../../../src/extension/review/changeFolders.ts';
import { landingGate } from '../../../src/extension/review/gate.ts';
import { OpenReview } from '../../../src/extension/review/openReview.ts';
import { reviewPlaceOf, reviewScheme, reviewUriParts } from '../../../src/extension/review/reviewUri.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold, foldAll } from '../../../src/model/runState.ts';
import { detailOf } from '../../../src/model/shapes.ts';
import { changeOf, fileChange, itemOf, person, RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('docs/read.md', 'd'), fileChange('src/a.js', 'new')]);

const r1 = { run: 'r1', item: 'default' };

function gateOf(recorded: RecordedRun, item = 'default') {
  const state = foldAll(recorded.events);
  if (!state) throw new Error('no state');
  const detail = detailOf(state);
  const of = detail.items.find(({ id }) => id === item);
  if (!of) throw new Error('no item');
  return landingGate({ detail, of, as: state.start.deliver.as });
}

const answered = (recorded: RecordedRun, correct: boolean) =>
  recorded.record({
    type: 'signal.sent',
    id: `a${recorded.events.length}`,
    box: 'default',
    value: { kind: 'answered', head: change.head, prompt: 'p', correct, by: person },
  });

describe('reviewUri', () => {
  it('finds the place again that it names', () => {
    const place = { side: 'head', run: 'r-1', item: 'flaky-a-12345678', path: 'src/ä b#c?d%.js' } as const;
    expect(reviewPlaceOf(reviewUriParts(place))).toEqual(place);
    expect(reviewUriParts(place).scheme).toBe(reviewScheme);
    const earlier = { ...place, at: 'a'.repeat(40) };
    expect(reviewPlaceOf(reviewUriParts(earlier))).toEqual(earlier);
  });

  it.each([
    { authority: 'index', path: '/r/a' },
    { authority: 'base', path: '//a' },
    { authority: 'base', path: '/' },
    { authority: 'base', path: '/r' },
    { authority: 'base', path: '/r//a' },
    { authority: 'base', path: '/r/i/a', query: `at=${'a'.repeat(40)}` },
    { authority: 'head', path: '/r/i/a', query: 'at=main' },
  ])('knows no place in $authority$path$query', (uri) => {
    expect(reviewPlaceOf({ query: '', ...uri })).toBeUndefined();
  });
});

describe('the folders of a change', () => {
  const changed = ['src/a.js', 'src/deep/b.js', 'read.md'];

  it('are those above its files', () => {
    const kinds = ['', 'src', 'src/deep', 'src/a.js', 'sr', 'src/a.js/x', 'other'].map((path) =>
      pathKind(changed, path),
    );
    expect(kinds).toEqual(['folder', 'folder', 'folder', 'file', 'absent', 'absent', 'absent']);
  });

  it('list each name once', () => {
    expect(childrenOf(changed, '')).toEqual([
      ['src', 'folder'],
      ['read.md', 'file'],
    ]);
    expect(childrenOf(changed, 'src')).toEqual([
      ['a.js', 'file'],
      ['deep', 'folder'],
    ]);
  });
});

describe('landingGate', () => {
  it('is closed until a prompt is answered right, and says what to do', () => {
    const recorded = new RecordedRun('r1').untilWaiting(change);
    expect(gateOf(recorded)).toMatchObject({ holds: false, canAnswer: true });
    answered(recorded, false);
    expect(gateOf(recorded).holds).toBe(false);
    answered(recorded, true);
    expect(gateOf(recorded)).toMatchObject({ holds: true, canAnswer: false });
  });

  it('is closed while the run works and after it has ended', () => {
    const running = new RecordedRun('r1').start().commit(1, change);
    expect(gateOf(running)).toMatchObject({ holds: false, canAnswer: false });
    const ended = new RecordedRun('r1').untilWaiting(change);
    ended.record({ type: 'run.finished', outcome: { status: 'rejected', reason: 'too clever' } });
    expect(gateOf(ended).reason).toContain('too clever');
  });

  it('is closed for an edit that does not reach the goal', () => {
    const recorded = new RecordedRun('r1').start({ understand: undefined }).commit(2, change).decide(2, false).await();
    expect(gateOf(recorded).reason).toContain('does not reach the goal');
  });

  it('asks nothing where the loop asks for nothing', () => {
    const recorded = new RecordedRun('r1').untilWaiting(change, { understand: undefined });
    expect(gateOf(recorded).holds).toBe(true);
    expect(gateOf(recorded).reason).toBe('It may land on main.');
  });

  it('speaks of a delivery where the loop does not merge', () => {
    const deliver = { as: 'patch', into: 'refs/heads/main', squash: true } as const;
    const recorded = new RecordedRun('r1').untilWaiting(change, { understand: undefined, deliver });
    expect(gateOf(recorded)).toMatchObject({ holds: true, reason: 'It may be delivered.' });
  });

  it('is closed for an item that asks something else, whatever change it has', () => {
    const recorded = new RecordedRun('r1').start({ understand: undefined }).pass(change).awaitAt('ask/1/1');
    expect(gateOf(recorded)).toMatchObject({ holds: false, canAnswer: false });
    expect(gateOf(recorded).reason).toMatch(/how to go on/);
  });

  it('is that of its own item', () => {
    const recorded = new RecordedRun('r1').start({ understand: undefined }).found([itemOf('a'), itemOf('b')]);
    recorded.pass(change, 'a-1234').await('a-1234').commit(1, change, 'b-1234');
    expect(gateOf(recorded, 'a-1234').holds).toBe(true);
    expect(gateOf(recorded, 'b-1234')).toMatchObject({ holds: false, canAnswer: false });
  });
});

describe('OpenReview', () => {
  it('follows the run it is open on, and no other', async () => {
    const store = new RunStore(fold);
    const recorded = new RecordedRun('r1').untilWaiting(change);
    store.history('r1', recorded.events);
    const review = new OpenReview(store);
    review.open(r1);
    const gates: (boolean | undefined)[] = [];
    review.onChange((shown) => gates.push(shown?.gate.holds));
    answered(recorded, true);
    store.history('r1', recorded.events);
    store.history('r2', new RecordedRun('r2').start().events);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(gates).toEqual([true]);
    review.close();
    expect(gates).toEqual([true, undefined]);
    review.dispose();
  });

  it('is about the item it was opened on, and names it', () => {
    const store = new RunStore(fold);
    const [a, b] = [itemOf('flaky a'), itemOf('flaky b')];
    const other = changeOf([fileChange('src/b.js', 'b')]);
    const recorded = new RecordedRun('r1').start().found([a, b]);
    recorded.pass(change, a.id).await(a.id).pass(other, b.id).await(b.id);
    store.history('r1', recorded.events);
    const review = new OpenReview(store);
    const shown = review.open({ run: 'r1', item: b.id });
    expect(shown?.of.change.files.map(({ path }) => path)).toEqual(['src/b.js']);
    expect(shown?.title).toBe('keep-tests-green (flaky b)');
    expect(review.isOpenOn({ run: 'r1', item: a.id })).toBe(false);
    expect(review.isOf('r1')).toBe(true);
  });

  it('opens no review of a run without a change', () => {
    const store = new RunStore(fold);
    store.history('r1', new RecordedRun('r1').start().check(0, 1).events);
    expect(new OpenReview(store).open(r1)).toBeUndefined();
  });
});
