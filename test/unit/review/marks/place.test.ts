import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedHunks } from '../../../../src/review/hunks.ts';
import { inverse, place, surroundings } from '../../../../src/review/marks/place.ts';

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const at = (first: number, count = 1) => ({ first, count });

const placed = (base: string, head: string, first: number, count = 1) =>
  place(changedHunks(base, head), at(first, count));

describe('where lines stand in another text', () => {
  const base = text('a', 'b', 'c', 'd', 'e');

  it.each([
    ['nothing changed', base, 2, 2, at(2, 2)],
    ['lines were added before them', text('x', 'y', 'a', 'b', 'c', 'd', 'e'), 2, 2, at(4, 2)],
    ['lines were added behind them', text('a', 'b', 'c', 'x', 'd', 'e'), 2, 2, at(2, 2)],
    ['lines were added between them', text('a', 'b', 'x', 'c', 'd', 'e'), 2, 2, at(2, 3)],
    ['one was replaced by three', text('a', 'B', 'B', 'B', 'c', 'd', 'e'), 2, 1, at(2, 3)],
    ['the last of them was replaced', text('a', 'b', 'C', 'd', 'e'), 2, 2, at(2, 2)],
    ['the first of them is gone', text('a', 'c', 'd', 'e'), 2, 2, at(2, 1)],
    ['the last of them is gone', text('a', 'b', 'd', 'e'), 2, 2, at(2, 1)],
    ['all of them are gone', text('a', 'd', 'e'), 2, 2, undefined],
    ['the text is empty', '', 2, 2, undefined],
  ] as const)('%s', (_what, head, first, count, expected) => {
    expect(placed(base, head, first, count)).toEqual(expected);
  });

  it('says where lines stood that are gone', () => {
    expect(surroundings(changedHunks(base, text('a', 'd', 'e')), at(2, 2))).toEqual(at(2, 0));
  });
});

/** Lines that are all different, so that a line is known by its text. */
const lines = (prefix: string) =>
  fc.integer({ min: 1, max: 12 }).map((count) => Array.from({ length: count }, (_, n) => `${prefix}${n}`));

describe('property', () => {
  it('an edit elsewhere never moves the meaning', () => {
    const parts = fc.record({
      before: lines('b'),
      marked: lines('m'),
      after: lines('a'),
      newBefore: fc.array(fc.constantFrom('x', 'y', 'z', 'b0', 'b1', 'b5')),
      newAfter: fc.array(fc.constantFrom('x', 'y', 'z', 'a0', 'a1', 'a5')),
    });
    fc.assert(
      fc.property(parts, ({ before, marked, after, newBefore, newAfter }) => {
        const span = placed(
          text(...before, ...marked, ...after),
          text(...newBefore, ...marked, ...newAfter),
          before.length + 1,
          marked.length,
        );
        expect(span).toEqual({ first: newBefore.length + 1, count: marked.length });
      }),
    );
  });

  it('unchanged lines go there and back', () => {
    const edit = fc.array(fc.record({ line: fc.nat(30), remove: fc.nat(3), add: fc.nat(3) }), { maxLength: 6 });
    fc.assert(
      fc.property(edit, fc.nat(29), (edits, chosen) => {
        const base = Array.from({ length: 30 }, (_, n) => `line ${n}`);
        const head = edits.reduce<readonly string[]>(
          (all, { line, remove, add }, n) =>
            all.toSpliced(line, remove, ...Array.from({ length: add }, (_, m) => `new ${n} ${m}`)),
          base,
        );
        const hunks = changedHunks(text(...base), text(...head));
        const there = place(hunks, at(chosen + 1));
        const line = head.indexOf(base[chosen] ?? '');
        if (line >= 0) {
          expect(there).toEqual(at(line + 1));
          expect(place(inverse(hunks), at(line + 1))).toEqual(at(chosen + 1));
        } else if (there !== undefined) {
          const now = head.slice(there.first - 1, there.first - 1 + there.count);
          expect(now.length).toBe(there.count);
          expect(now.filter((one) => base.includes(one))).toEqual([]);
        }
      }),
    );
  });
});
