import { describe, expect, it } from 'vitest';
import type { ChangeRow } from '../../../src/extension/review/changeRow.ts';
import { changeRows } from '../../../src/extension/review/changeRows.ts';
import { OpenReview, type ReviewShown } from '../../../src/extension/review/openReview.ts';
import type { Read } from '../../../src/extension/review/reading.ts';
import { type DrawnRow, lookOf, redrawn } from '../../../src/extension/review/redrawn.ts';
import { reviewHead } from '../../../src/extension/review/reviewHead.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import type { RunStart } from '../../../src/model/event.ts';
import { fold } from '../../../src/model/runState.ts';
import { changeOf, fileChange, RecordedRun } from './recordedRun.ts';
import { decisionOn, marksOf, outlined, outlineOf, pieceAtLine, remarkOn, unitOf } from './reviewScene.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);

function shownOf(more: Partial<RunStart> = { understand: undefined }, end?: (run: RecordedRun) => void): ReviewShown {
  const recorded = new RecordedRun('r1').untilWaiting(change, more);
  end?.(recorded);
  const store = new RunStore(fold);
  store.history('r1', recorded.events);
  const shown = new OpenReview(store).open({ run: 'r1', item: 'default' });
  if (shown === undefined) throw new Error('nothing is shown');
  return shown;
}

const parse = unitOf('src/a.js', 'parse', [pieceAtLine('a1', 10), pieceAtLine('a2', 14, { note: 'format' })], {
  reasons: ['error handling removed', 'a condition changed'],
});
const price = unitOf('src/b.js', 'price', [
  pieceAtLine('b1', 5, { note: 'moved', other: { path: 'src/old.js', line: 12 }, base: { first: 5, count: 0 } }),
]);
const whole = unitOf('gone.js', '', [pieceAtLine('g', 1, { kind: 'file' })], { kind: 'file' });
const outline = outlineOf([
  outlined('src/a.js', [parse]),
  outlined('src/b.js', [price]),
  outlined('gone.js', [whole], { change: { status: 'deleted' } }),
  outlined('api.gen.ts', [unitOf('api.gen.ts', '', [pieceAtLine('p', 1)], { kind: 'rest' })], { folded: 'generated' }),
  outlined('db.gen.ts', [unitOf('db.gen.ts', '', [pieceAtLine('q', 1)], { kind: 'rest' })], { folded: 'generated' }),
  outlined('package-lock.json', [], { folded: 'lockfile' }),
]);

const lineOf = () => '  if (a < b) return;';
const rowsOf = (read: Read, shown = shownOf()) => changeRows({ shown, read, lineOf });
const read = (marks = marksOf()): Read => ({ outline, marks });
const below = (rows: readonly ChangeRow[], label: string) =>
  rows.find((row) => row.label === label)?.children?.() ?? [];

describe('the rows of a change', () => {
  it('are the gate, the files in the order of the outline, and folds for what need not be read', () => {
    const rows = rowsOf(read());
    expect(rows.map(({ label, description }) => [label, description])).toEqual([
      ['Land on main', 'landing is open'],
      ['a.js', '4 lines · src'],
      ['b.js', '1 line · src'],
      ['gone.js', 'deleted · 2 lines'],
      ['2 files that a program wrote', ''],
      ['1 lockfile', ''],
    ]);
    expect(below(rows, '2 files that a program wrote').map(({ label }) => label)).toEqual(['api.gen.ts', 'db.gen.ts']);
    expect(rows.find(({ label }) => label === 'a.js')?.facts.at(-1)?.text).toBe(
      'error handling removed; a condition changed',
    );
    expect(rows.find(({ label }) => label === 'gone.js')?.children).toBeUndefined();
  });

  it('say before the change was taken apart what pressing the gate does', () => {
    const deliver = { as: 'patch', into: 'refs/heads/main', squash: true } as const;
    expect(rowsOf({}).map(({ label }) => label)).toEqual(['Land on main']);
    expect(rowsOf({}, shownOf({ understand: undefined, deliver }))[0]?.label).toBe('Deliver as Patch');
    expect(rowsOf({}, shownOf({}))[0]).toMatchObject({ label: 'Answer the prompt', description: 'landing is closed' });
  });

  it('have units under files, and pieces under a unit of several, each with what tells it apart', () => {
    const rows = rowsOf(read());
    const [unit] = below(rows, 'a.js');
    expect(unit).toMatchObject({ label: 'parse', description: '+2 −2', needsLines: true });
    expect(unit?.children?.().map(({ label, description }) => [label, description])).toEqual([
      ['if (a < b) return;', '+1 −1'],
      ['if (a < b) return;', '+1 −1 · blanks only'],
    ]);
    const [moved] = below(rows, 'b.js');
    expect(moved).toMatchObject({ label: 'price', description: '+1 −0 · moved, see src/old.js:12' });
    expect(moved?.children).toBeUndefined();
  });

  it('are viewed by the content of their units: a file once all of them are', () => {
    const two = unitOf('src/a.js', 'two', [pieceAtLine('a3', 30)]);
    const files = outlineOf([outlined('src/a.js', [parse, two])]);
    const boxes = (viewed: string[]) => {
      const rows = changeRows({ shown: shownOf(), read: { outline: files, marks: marksOf({ viewed }) }, lineOf });
      const file = rows.find(({ label }) => label === 'a.js');
      return [file, ...(file?.children?.() ?? [])].map((row) => row?.box?.isViewed);
    };
    expect(boxes([])).toEqual([false, false, false]);
    expect(boxes([parse.digest])).toEqual([false, true, false]);
    expect(boxes([parse.digest, two.digest])).toEqual([true, true, true]);
    expect(boxes(['another digest of parse', two.digest])).toEqual([false, false, true]);
  });

  it('say what is taken out and why, and how much of it lands', () => {
    const marks = marksOf({ decisions: [decisionOn('src/a.js', 'a2', 'too clever'), decisionOn('src/b.js', 'b1')] });
    const rows = rowsOf(read(marks));
    expect(rows.slice(0, 2).map(({ label, description }) => [label, description])).toEqual([
      ['Land 4 of 6 pieces on main', 'landing is open'],
      ['Request Changes…', '2 pieces taken out'],
    ]);
    const [unit] = below(rows, 'a.js');
    expect(unit?.description).toBe('+2 −2 · 1 of 2 pieces taken out');
    const out = unit?.children?.()[1];
    expect(out).toMatchObject({ description: '+1 −1 · taken out: too clever · blanks only', context: 'piece+keep' });
    expect(out?.facts).toContainEqual({ name: 'Taken out by', text: 'Ben' });
    expect(unit?.context).toBe('unit+takeOut+keep');
    expect(below(rows, 'b.js')[0]).toMatchObject({ context: 'unit+keep' });
  });

  it('offer nothing once the run has ended', () => {
    const ended = shownOf(undefined, (run) => run.end({ status: 'stopped', reason: 'Stopped.' }));
    const marks = marksOf({ decisions: [decisionOn('src/a.js', 'a2')], remarks: [remarkOn('src/a.js', 10, 'why')] });
    const rows = rowsOf(read(marks), { ...ended, of: { ...ended.of, status: 'stopped' } });
    expect(rows.map(({ label }) => label)).not.toContain('Request Changes…');
    expect(below(rows, 'a.js')[0]?.context).toBe('unit');
    expect([...rows, ...below(rows, 'a.js')].filter(({ box }) => box !== undefined)).toEqual([]);
  });

  it('show text of a repository as it is, without what could hide or reorder it', () => {
    const evil = unitOf('a/$(zap)\u202e.js', 'f\u202eg', [pieceAtLine('e', 1)]);
    const files = outlineOf([outlined('a/$(zap)\u202e.js', [evil])]);
    const rows = changeRows({ shown: shownOf(), read: { outline: files, marks: marksOf() }, lineOf });
    expect(JSON.stringify(rows.map(({ label }) => label))).not.toContain('\u202e');
    expect(rows[1]?.children?.()[0]?.label).toBe('f g');
  });

  it('of 500 files with 5,000 units are made without their units', () => {
    const many = Array.from({ length: 500 }, (_, n) => {
      const path = `src/file${n}.js`;
      return outlined(
        path,
        Array.from({ length: 10 }, (_u, m) => unitOf(path, `f${m}`, [pieceAtLine(`${n}.${m}`, m + 1)])),
      );
    });
    const rows = changeRows({
      shown: shownOf(),
      read: { outline: outlineOf(many), marks: marksOf() },
      lineOf: () => {
        throw new Error('a line was read that nobody sees');
      },
    });
    expect(rows).toHaveLength(501);
    expect(rows[1]?.children?.()).toHaveLength(10);
  });
});

describe('what is drawn anew', () => {
  /** What a tree would have drawn of these rows, with those that are open. */
  function drawnOf(rows: readonly ChangeRow[], open: ReadonlySet<string>, into = new Map<string, DrawnRow>()) {
    for (const row of rows) {
      const children = open.has(row.id) ? (row.children?.() ?? []) : undefined;
      into.set(row.id, { look: lookOf(row), ...(children && { below: children.map(({ id }) => id) }) });
      if (children !== undefined) drawnOf(children, open, into);
    }
    return into;
  }
  const before = rowsOf(read());
  const top = before.map(({ id }) => id);

  it('are the rows that look different, and no other', () => {
    const drawn = drawnOf(before, new Set(['file/src/a.js', `unit/${parse.id}`]));
    expect(redrawn(drawn, top, rowsOf(read()))).toEqual([]);
    expect(redrawn(drawn, top, rowsOf(read(marksOf({ viewed: [price.digest] }))))).toEqual(['file/src/b.js']);
    const viewed = rowsOf(read(marksOf({ viewed: [parse.digest] })));
    expect(redrawn(drawn, top, viewed)).toEqual(['file/src/a.js']);
    const remarked = rowsOf(read(marksOf({ place: 'x' })));
    expect(redrawn(drawn, top, remarked)).toEqual([]);
  });

  it('is the whole where rows came or went at the top', () => {
    const out = rowsOf(read(marksOf({ decisions: [decisionOn('src/a.js', 'a1')] })));
    expect(redrawn(drawnOf(before, new Set()), top, out)).toBeUndefined();
  });
});

describe('what stands above the rows', () => {
  it('says how much was read, why the gate is closed, and what is pending', () => {
    const marks = marksOf({ viewed: [parse.digest], remarks: [remarkOn('src/a.js', 10, 'why')] });
    const head = reviewHead(shownOf({}), { outline: { ...outline, head: change.head }, marks });
    expect(head.description).toBe('keep-tests-green · 4 of 7 lines read');
    expect(head.message).toMatch(/^4 of 7 lines read · about 1 minute left\.\nLanding is closed\. /);
    expect(head.pending).toBe(1);
  });

  it('says that the change is empty, is being taken apart, or cannot be', () => {
    const shown = shownOf();
    const empty = { ...outlineOf([]), head: change.head };
    expect(reviewHead(shown, { outline: empty }).message).toBe('The change is empty: head and base are the same.');
    expect(reviewHead(shown, {}).message).toBe('The change is being taken apart…');
    expect(reviewHead(shown, { trouble: 'No.' }).message).toBe('No.');
    expect(reviewHead(shown, { outline }).message).toMatch(/A newer head is being taken apart/);
    expect(reviewHead(undefined, {})).toEqual({ description: '', message: '', pending: 0 });
  });
});
