import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import type { ReviewOutline } from '../../../src/model/reviewOutline.ts';
import { editedRows, type FileSide } from '../../../src/runner/understanding/editedRows.ts';
import { answeredRow } from '../../../src/runner/understanding/landedRow.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { recordsAbout, unitsAt } from '../../../src/runner/understanding/why.ts';
import { writtenRows } from '../../../src/runner/understanding/writtenRows.ts';
import { plainFunctions } from '../../support/plainFunctions.ts';
import { ada, edited, landed, landedUnit, of, standing } from '../comprehension/debt/ledgerRows.ts';

const by = { name: 'Ada', email: 'ada@example.com' };
type Answered = Extract<PersonSays, { kind: 'answered' }>;
const answer = (more: Partial<Answered> = {}): Answered => ({
  ...{ kind: 'answered', head: 'a'.repeat(40), prompt: 'p1', correct: true, promptKind: 'cloze', credit: 0.5, by },
  ...{ unit: 'a.js#f', body: 'b1', confidence: 'sure', looked: false },
  ...more,
});

describe('the row of an answer', () => {
  it('is written for a right first answer that earned something, and for no other', () => {
    expect(answeredRow(answer(), 7, [])).toEqual({
      ...{ row: 'answered', at: 7, unit: 'a.js#f', body: 'b1', credit: 0.5, rating: 'good' },
    });
    expect(answeredRow(answer({ correct: false }), 7, [])).toBeUndefined();
    expect(answeredRow(answer({ credit: 0, confidence: 'guess' }), 7, [])).toBeUndefined();
    const { unit: _, body: __, credit: ___, ...old } = answer();
    expect(answeredRow(old, 7, [])).toBeUndefined();
  });

  it('is easy for what was made anew', () => {
    const row = answeredRow(answer({ promptKind: 'explain-then-regenerate', credit: 1 }), 7, []);
    expect(row).toMatchObject({ rating: 'easy', credit: 1 });
  });

  it('is not written again when the answer is said again for another head', () => {
    expect(answeredRow(answer({ head: 'b'.repeat(40) }), 9, [answer()])).toBeUndefined();
    expect(answeredRow(answer({ prompt: 'p2' }), 9, [answer()])).toMatchObject({ at: 9 });
  });
});

describe('lines by hand in a review', () => {
  const unit = (id: string, first: number, count: number): ReviewOutline['files'][number]['units'][number] => ({
    ...{ id, name: id, kind: 'function', digest: 'd', lines: count, risk: 1, reasons: ['x'], pieces: [] },
    head: { first, count },
    landed: { body: `${id}:1`, lines: count, size: count, weight: 1, callers: 0 },
  });
  const file = (units: ReviewOutline['files'][number]['units']): ReviewOutline['files'][number] => ({
    file: {
      ...{
        path: 'a.js',
        status: 'modified',
        oldMode: '100644',
        newMode: '100644',
        binary: false,
        added: 1,
        removed: 0,
      },
      ...{ oldBlob: '1'.repeat(40), newBlob: '2'.repeat(40) },
    },
    ...{ lines: 1, risk: 1, reasons: ['x'], units },
  });

  it('are counted for each unit and each writer, as a share of the unit', () => {
    const origins = [
      { head: { first: 1, count: 4 }, iteration: 1 },
      { head: { first: 5, count: 4 }, iteration: 2, by: 'Ada <ada@example.com>' },
      { head: { first: 9, count: 2 }, iteration: 3, by: 'Bob <bob@example.com>' },
    ];
    const rows = writtenRows(file([unit('a.js#f', 3, 4), unit('a.js#g', 7, 4), unit('a.js#h', 20, 4)]), origins, 9);
    expect(rows.map(({ reader, row }) => [reader, row.unit, row.share])).toEqual([
      [readerOf('ada@example.com'), 'a.js#f', 0.5],
      [readerOf('ada@example.com'), 'a.js#g', 0.5],
      [readerOf('bob@example.com'), 'a.js#g', 0.5],
    ]);
  });
});

describe('the rows of a step that people made', () => {
  const side = (path: string, text: string): FileSide => ({ path, text, units: plainFunctions(text) });
  const one = 'function one(a) {\n  let b = 1;\n  const c = a;\n  return b + c;\n}\n';
  const two = 'function two() {\n  return 2;\n}\n';
  const step = { at: 5, isMerge: false };
  const always = (): boolean => true;

  it('tell each owed unit that is another, and nothing of those that are the same or not owed', () => {
    const files = [{ before: side('a.js', one + two), after: side('a.js', two + one.replace('b = 1', 'b = 4')) }];
    expect(editedRows(files, always, step)).toMatchObject([
      { row: 'edited', at: 5, unit: 'a.js#one', kept: 0.8, decisive: false },
    ]);
    expect(editedRows(files, (unit) => unit === 'a.js#two', step)).toEqual([]);
  });

  it('follow a unit to another file, and one that is gone nowhere', () => {
    const moved = [{ before: side('a.js', one) }, { before: side('b.js', two), after: side('b.js', two + one) }];
    expect(editedRows(moved, (unit) => unit === 'a.js#one', step)).toMatchObject([
      { unit: 'b.js#one', kept: 1, decisive: false },
    ]);
    expect(editedRows([{ before: side('a.js', one) }], always, step)).toEqual([]);
  });

  it('give what is half new to its writer, unless it came by a merge', () => {
    const anew = one.replace(
      '  let b = 1;\n  const c = a;\n',
      '  const x = [a];\n  const y = x[0];\n  const b = y;\n  const c = 1;\n',
    );
    const files = [{ before: side('a.js', one), after: side('a.js', anew) }];
    expect(editedRows(files, always, step).map(({ row }) => row)).toEqual(['edited', 'written']);
    expect(editedRows(files, always, { at: 5, isMerge: true }).map(({ row }) => row)).toEqual(['edited']);
  });

  it('compare the own lines of a unit, not those of units in it', () => {
    const text = 'class A {\n  x = 1;\n  f() {\n    g();\n  }\n}\n';
    const units = (all: string): FileSide => ({
      ...{ path: 'a.ts', text: all },
      units: [
        { name: 'A', lines: { first: 1, count: 6 }, body: all.includes('x = 1') ? 'A1' : 'A2', size: 3 },
        { name: 'A.f', lines: { first: 3, count: 3 }, body: all.includes('g()') ? 'f1' : 'f2', size: 3 },
      ],
    });
    const both = text.replace('x = 1', 'x = 2').replace('g()', 'h()');
    const rows = editedRows([{ before: units(text), after: units(both) }], always, step);
    expect(rows).toMatchObject([
      { unit: 'a.ts#A', kept: expect.closeTo(2 / 3, 9), decisive: false },
      { unit: 'a.ts#A.f', decisive: true },
    ]);
  });
});

describe('the records about a place', () => {
  const f = 'a.js#f';
  const rows = [
    ...of(
      ada,
      landed([landedUnit(f)], { run: 'first', at: 1 }),
      landed([landedUnit('b.js#g')], { run: 'other', at: 2 }),
    ),
    ...of(ada, edited(f)),
  ];
  const runs = (here: Parameters<typeof recordsAbout>[1]) =>
    recordsAbout(rows, here).map(({ run, units }) => [run, units[0]?.unit, units[0]?.asLanded]);

  it('are found by content, by what people made of it, wherever it moved, and by name', () => {
    expect(runs([{ unit: f, body: `${f}:1` }])).toEqual([['first', f, true]]);
    expect(runs([{ unit: 'moved.js#f', body: `${f}:1` }])).toEqual([['first', 'moved.js#f', true]]);
    expect(runs([{ unit: 'moved.js#f', body: `${f}:2` }])).toEqual([['first', 'moved.js#f', false]]);
    expect(runs([{ unit: f, body: 'something else' }])).toEqual([['first', f, false]]);
    expect(runs([{ unit: 'c.js#h', body: 'x' }])).toEqual([]);
  });

  it('are those of the innermost unit at a line, and of the whole file without one', () => {
    const units = [
      standing('a.js#A', { line: 1, lines: 20 }),
      standing('a.js#A.f', { line: 5, lines: 4 }),
      { unit: 'a.js#', body: 'rest' },
      standing('b.js#g', { line: 1, lines: 20 }),
    ];
    const names = (line?: number) => unitsAt(units, 'a.js', line).map(({ unit }) => unit);
    expect(names(6)).toEqual(['a.js#A.f']);
    expect(names(12)).toEqual(['a.js#A']);
    expect(names(40)).toEqual(['a.js#']);
    expect(names()).toEqual(['a.js#A', 'a.js#A.f', 'a.js#']);
  });
});
