import { describe, expect, it } from 'vitest';
import { childrenOf, pathKind } from '../../../src/extension/review/changeFolders.ts';
import { changeRows } from '../../../src/extension/review/changeRows.ts';
import { landingGate } from '../../../src/extension/review/gate.ts';
import { OpenReview } from '../../../src/extension/review/openReview.ts';
import { reviewPlaceOf, reviewScheme, reviewUriParts } from '../../../src/extension/review/reviewUri.ts';
import { type MarkStore, ViewedFiles } from '../../../src/extension/review/viewedFiles.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { detailOf } from '../../../src/model/shapes.ts';
import { changeOf, fileChange, person, RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('docs/read.md', 'd'), fileChange('src/a.js', 'new')]);

function detail(recorded: RecordedRun) {
  const state = foldAll(recorded.events);
  if (!state) throw new Error('no state');
  return detailOf(state);
}

const answered = (recorded: RecordedRun, correct: boolean) =>
  recorded.record({
    type: 'signal.sent',
    id: `a${recorded.events.length}`,
    name: 'person',
    value: { kind: 'answered', head: change.head, prompt: 'p', correct, by: person },
  });

describe('reviewUri', () => {
  it('finds the place again that it names', () => {
    const place = { side: 'head', run: 'r-1', path: 'src/ä b#c?d%.js' } as const;
    expect(reviewPlaceOf(reviewUriParts(place))).toEqual(place);
    expect(reviewUriParts(place).scheme).toBe(reviewScheme);
  });

  it.each([
    { authority: 'index', path: '/r/a' },
    { authority: 'base', path: '//a' },
    { authority: 'base', path: '/' },
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
    expect(landingGate(detail(recorded))).toMatchObject({ holds: false, canAnswer: true });
    answered(recorded, false);
    expect(landingGate(detail(recorded)).holds).toBe(false);
    answered(recorded, true);
    expect(landingGate(detail(recorded))).toMatchObject({ holds: true, canAnswer: false });
  });

  it('is closed while the run works and after it has ended', () => {
    const running = new RecordedRun('r1').start().commit(1, change);
    expect(landingGate(detail(running))).toMatchObject({ holds: false, canAnswer: false });
    const ended = new RecordedRun('r1').untilWaiting(change);
    ended.record({ type: 'run.finished', outcome: { status: 'rejected', reason: 'too clever' } });
    expect(landingGate(detail(ended)).reason).toContain('too clever');
  });

  it('is closed for an edit that does not reach the goal', () => {
    const recorded = new RecordedRun('r1').start({ understand: undefined }).commit(2, change).decide(2, false).await();
    expect(landingGate(detail(recorded)).reason).toContain('does not reach the goal');
  });

  it('asks nothing where the loop asks for nothing', () => {
    const { understand: _none, ...start } = { understand: undefined };
    const recorded = new RecordedRun('r1');
    recorded
      .start({ ...start, understand: undefined })
      .commit(1, change)
      .decide(1, true)
      .await();
    expect(landingGate(detail(recorded)).holds).toBe(true);
  });
});

describe('OpenReview', () => {
  it('shows the files in risk order under the gate', () => {
    const store = new RunStore();
    store.history('r1', new RecordedRun('r1').untilWaiting(change).events);
    const shown = new OpenReview(store).open('r1');
    if (!shown) throw new Error('nothing shown');
    const rows = changeRows(shown);
    expect(rows.map(({ label }) => label)).toEqual(['Answer the prompt', 'a.js', 'read.md']);
    expect(rows[1]?.description).toBe('+1 −1 · src');
    expect(rows[1]?.facts.at(-1)?.text).not.toBe('');
  });

  it('follows the run it is open on, and no other', async () => {
    const store = new RunStore();
    const recorded = new RecordedRun('r1').untilWaiting(change);
    store.history('r1', recorded.events);
    const review = new OpenReview(store);
    review.open('r1');
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

  it('opens no review of a run without a change', () => {
    const store = new RunStore();
    store.history('r1', new RecordedRun('r1').start().check(0, 1).events);
    expect(new OpenReview(store).open('r1')).toBeUndefined();
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
  const before = fileChange('a.js', 'one');
  const after = fileChange('a.js', 'two');

  it('forgets a mark exactly when the content is another', async () => {
    const viewed = new ViewedFiles(memory());
    await viewed.set('r1', before, true);
    expect(viewed.has('r1', before)).toBe(true);
    expect(viewed.has('r1', after)).toBe(false);
    expect(viewed.has('r2', before)).toBe(false);
    await viewed.set('r1', before, false);
    expect(viewed.has('r1', before)).toBe(false);
  });

  it('keeps the marks of the other files, and of the newest fifty runs', async () => {
    const viewed = new ViewedFiles(memory());
    await viewed.set('r0', before, true);
    await viewed.set('r0', fileChange('b.js', 'b'), true);
    expect(viewed.has('r0', before)).toBe(true);
    for (let i = 1; i <= 50; i++) await viewed.set(`r${i}`, before, true);
    expect(viewed.has('r0', before)).toBe(false);
    expect(viewed.has('r1', before)).toBe(true);
  });
});
