import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedHunks, type Hunk, linesOf } from '../../../src/review/hunks.ts';

/** Puts the hunks into the base again: gives the head back when they are right. */
function applied(base: string, hunks: readonly Hunk[]): string[] {
  const lines = linesOf(base);
  for (const hunk of [...hunks].reverse()) lines.splice(hunk.base.first - 1, hunk.base.count, ...hunk.added);
  return lines;
}

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 12 }).map((lines) => lines.join('\n'));

describe('changedHunks', () => {
  it('tells changed, added and removed lines apart', () => {
    expect(changedHunks('one\ntwo\nthree\nfour\n', 'one\n2\nthree\nfour\nfive\n')).toEqual([
      { base: { first: 2, count: 1 }, head: { first: 2, count: 1 }, removed: ['two'], added: ['2'] },
      { base: { first: 5, count: 0 }, head: { first: 5, count: 1 }, removed: [], added: ['five'] },
    ]);
    expect(changedHunks('one\ntwo\n', 'two\n')).toEqual([
      { base: { first: 1, count: 1 }, head: { first: 1, count: 0 }, removed: ['one'], added: [] },
    ]);
  });

  it('takes a whole new file and a whole deleted one', () => {
    expect(changedHunks('', 'a\nb\n').map(({ head, added }) => [head, added])).toEqual([
      [{ first: 1, count: 2 }, ['a', 'b']],
    ]);
    expect(changedHunks('a\nb', '').map(({ base, head }) => [base, head])).toEqual([
      [
        { first: 1, count: 2 },
        { first: 1, count: 0 },
      ],
    ]);
  });

  it('sees line ends: a missing last one and Windows ones', () => {
    expect(changedHunks('a\nb', 'a\nb\n')).toHaveLength(1);
    expect(changedHunks('a\r\nb\r\n', 'a\nb\r\n')).toEqual([
      { base: { first: 1, count: 1 }, head: { first: 1, count: 1 }, removed: ['a'], added: ['a'] },
    ]);
    expect(linesOf('a\r\nb\r\n')).toEqual(['a', 'b']);
  });

  it('leads from base to head, and not at all where nothing changed', () => {
    fc.assert(
      fc.property(text, text, (base, head) => {
        const hunks = changedHunks(base, head);
        expect(applied(base, hunks)).toEqual(linesOf(head));
        expect(hunks.length === 0).toBe(base === head);
        const heads = linesOf(head);
        for (const hunk of hunks) {
          const { first, count } = hunk.head;
          expect(heads.slice(first - 1, first - 1 + count)).toEqual(hunk.added);
          expect(linesOf(base).slice(hunk.base.first - 1, hunk.base.first - 1 + hunk.base.count)).toEqual(hunk.removed);
        }
        for (const [index, hunk] of hunks.slice(1).entries()) {
          const before = hunks[index];
          expect(hunk.head.first).toBeGreaterThan((before?.head.first ?? 0) + (before?.head.count ?? 0));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives one hunk where two long texts have nothing in common', () => {
    const many = (letter: string): string => Array.from({ length: 6000 }, (_, at) => `${letter}${at}\n`).join('');
    expect(changedHunks(`same\n${many('a')}`, `same\n${many('b')}`)).toMatchObject([
      { base: { first: 2, count: 6000 }, head: { first: 2, count: 6000 } },
    ]);
  });
});
