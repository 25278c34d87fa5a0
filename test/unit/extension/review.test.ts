import { describe, expect, it } from 'vitest';
import { childrenOf, pathKind } from '../../../src/extension/review/changeFolders.ts';
import { changeRows } from '../../../src/extension/review/changeRows.ts';
import { landingGate } from '../../../src/extension/review/gate.ts';
import { OpenReview } from '../../../src/extension/review/openReview.ts';
import { reviewPlaceOf, reviewScheme, reviewUriParts } from '../../../src/extension/review/reviewUri.ts';
import { type MarkStore, ViewedFiles } from '../../../src/extension/review/viewedFiles.ts';
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
  });

  it.each([
    { authority: 'index', path: '/r/a' },
    { authority: 'base', path: '//a' },
    { authority: 'base', path: '/' },
    { authority: 'base', path: '/r' },
    { authority: 'base', path: '/r//a' },
  ])('knows no place in $authority$path', (uri) => {
    expect(reviewPlaceOf(uri)).toBeUndefined();
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
  it('shows the files in risk order under the gate', () => {
    const store = new RunStore(fold);
    store.history('r1', new RecordedRun('r1').untilWaiting(change).events);
    const shown = new OpenReview(store).open(r1);
    if (!shown) throw new Error('nothing shown');
    const rows = changeRows(shown);
    expect(rows.map(({ label }) => label)).toEqual(['Answer the prompt', 'a.js', 'read.md']);
    expect(rows[1]?.description).toBe('+1 −1 · src');
    expect(rows[1]?.facts.at(-1)?.text).not.toBe('');
  });

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
    expect(shown?.files.map(({ file }) => file.path)).toEqual(['src/b.js']);
    expect(shown?.title).toBe('keep-tests-green (flaky b)');
    expect(review.isOpenOn({ run: 'r1', item: a.id })).toBe(false);
    expect(review.isOf('r1')).toBe(true);
  });

  it('says on the row of the gate what pressing it does', () => {
    const labelOf = (as: 'merge' | 'branch' | 'pull-request') => {
      const store = new RunStore(fold);
      const deliver = { as, into: 'refs/heads/main', squash: true };
      store.history('r1', new RecordedRun('r1').untilWaiting(change, { understand: undefined, deliver }).events);
      const shown = new OpenReview(store).open(r1);
      return shown && changeRows(shown)[0]?.label;
    };
    expect([labelOf('merge'), labelOf('branch'), labelOf('pull-request')]).toEqual([
      'Land on main',
      'Deliver as Branch',
      'Deliver as Pull Request',
    ]);
  });

  it('opens no review of a run without a change', () => {
    const store = new RunStore(fold);
    store.history('r1', new RecordedRun('r1').start().check(0, 1).events);
    expect(new OpenReview(store).open(r1)).toBeUndefined();
  });
});

describe('ViewedFiles', () => {
  const memory = (): MarkStore => {
    const kept = new Map<string, unknown>();
    return {
      get: <T>(key: string) => kept.get(key) as T | undefined,
      update: async (key, value) => {
        kept.set(key, JSON.parse(JSON.stringify(value)));
      },
    };
  };
  const of = (run: string) => ({ run, item: 'default' });
  const before = fileChange('a.js', 'one');
  const after = fileChange('a.js', 'two');

  it('forgets a mark exactly when the content is another', async () => {
    const viewed = new ViewedFiles(memory());
    await viewed.set(of('r1'), before, true);
    expect(viewed.has(of('r1'), before)).toBe(true);
    expect(viewed.has(of('r1'), after)).toBe(false);
    expect(viewed.has(of('r2'), before)).toBe(false);
    expect(viewed.has({ run: 'r1', item: 'other' }, before)).toBe(false);
    await viewed.set(of('r1'), before, false);
    expect(viewed.has(of('r1'), before)).toBe(false);
  });

  it('keeps the marks of the other files, and of the newest hundred changes', async () => {
    const viewed = new ViewedFiles(memory());
    await viewed.set(of('r0'), before, true);
    await viewed.set(of('r0'), fileChange('b.js', 'b'), true);
    expect(viewed.has(of('r0'), before)).toBe(true);
    for (let i = 1; i <= 100; i++) await viewed.set(of(`r${i}`), before, true);
    expect(viewed.has(of('r0'), before)).toBe(false);
    expect(viewed.has(of('r1'), before)).toBe(true);
  });
});
