import { describe, expect, it } from 'vitest';
import { changedHunks } from '../../../../src/review/hunks.ts';
import { answerIn, carried } from '../../../../src/review/marks/answer.ts';

const text = (...lines: readonly (string | number)[]): string => lines.map((line) => `${line}\n`).join('');
const at = (first: number, count = 1) => ({ first, count });
const numbers = Array.from({ length: 40 }, (_, n) => n + 1);

/** The lines 1 to 40, some of them replaced. */
const withLines = (changed: Readonly<Record<number, string>>): string => text(...numbers.map((n) => changed[n] ?? n));

describe('what answers a remark', () => {
  const from = withLines({});
  const differences = changedHunks(from, withLines({ 5: 'near', 20: 'here\nand here', 38: 'far' }));

  it('is the difference in its very lines', () => {
    expect(answerIn(differences, { lines: at(19, 3) })).toEqual(at(20, 2));
  });

  it('else the first one in its unit, however far', () => {
    expect(answerIn(differences, { lines: at(10), unit: at(8, 31) })).toEqual(at(20, 2));
    expect(answerIn(differences, { lines: at(22), unit: at(22, 3) })).toBeUndefined();
  });

  it('else, where no unit is known, the first one within ten lines', () => {
    expect(answerIn(differences, { lines: at(14) })).toEqual(at(5));
    expect(answerIn(differences, { lines: at(32) })).toEqual(at(39));
    expect(answerIn(changedHunks(from, withLines({ 5: 'x' })), { lines: at(30) })).toBeUndefined();
  });

  it('lines that were added right before or behind belong to it', () => {
    const unit = at(10);
    for (const head of [withLines({ 10: '10\nadded' }), withLines({ 9: '9\nadded' })]) {
      expect(answerIn(changedHunks(from, head), { lines: at(10), unit })).toBeDefined();
    }
    expect(answerIn(changedHunks(from, withLines({ 11: '11\nadded' })), { lines: at(10), unit })).toBeUndefined();
  });

  it('lines that were taken out are answered where they stood', () => {
    expect(answerIn(differences, { lines: at(20, 0), unit: at(20, 0) })).toEqual(at(20, 2));
    expect(answerIn(differences, { lines: at(30, 0), unit: at(30, 0) })).toBeUndefined();
  });

  it('is told where it stands after a later edit', () => {
    const later = changedHunks(text('a', 'b', 'c'), text('new', 'a', 'b', 'c'));
    expect(carried(later, at(2, 2))).toEqual(at(3, 2));
    expect(carried(later, at(2, 0))).toEqual(at(3, 0));
    expect(carried(changedHunks(text('a', 'b', 'c'), text('a', 'c')), at(2))).toEqual(at(2, 0));
  });
});
