import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOriginsOf } from '../../../src/review/lineOrigins.ts';

describe('who made which lines', () => {
  it('is who first wrote what stands there', () => {
    const by = 'Ada <ada@example.org>';
    expect(
      lineOriginsOf([
        { text: 'a\nb\nc\n' },
        { text: 'a\nB\nc\nd\n', iteration: 1 },
        { text: 'a\nB\nc!\nd\n', iteration: 2, by },
        { text: 'new\na\nB\nc!\nd\n', iteration: 3 },
      ]),
    ).toEqual([
      { head: { first: 1, count: 1 }, iteration: 3 },
      { head: { first: 2, count: 1 } },
      { head: { first: 3, count: 1 }, iteration: 1 },
      { head: { first: 4, count: 1 }, iteration: 2, by },
      { head: { first: 5, count: 1 }, iteration: 1 },
    ]);
    expect(lineOriginsOf([])).toEqual([]);
    expect(lineOriginsOf([{ text: '' }, { text: 'a\n', iteration: 1 }])).toEqual([
      { head: { first: 1, count: 1 }, iteration: 1 },
    ]);
  });

  it('covers every line of the head once, and only what is new is an iteration', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 9 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const runs = lineOriginsOf(
          texts.map((one, index) => (index === 0 ? { text: one } : { text: one, iteration: index })),
        );
        let next = 1;
        for (const { head } of runs) {
          expect(head.first).toBe(next);
          next += head.count;
        }
        const last = texts.at(-1) ?? '';
        expect(next - 1).toBe(last === '' ? 0 : last.replace(/\n$/, '').split('\n').length);
        if (texts.every((one) => one === texts[0]))
          expect(runs.every(({ iteration }) => iteration === undefined)).toBe(true);
      }),
    );
  });
});
