import { diffArrays } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditRun, leastEdit } from '../../../src/review/leastEdit.ts';

/** What jsdiff says of the same texts, as runs. */
function runsOfJsdiff(base: string[], head: string[], most = base.length + head.length): EditRun[] | undefined {
  return diffArrays(base, head, { maxEditLength: most })?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    count: value.length,
  }));
}

const lines = (maxLength: number) => fc.array(fc.constantFrom<string>('', 'a', 'b', 'c', '}'), { maxLength });

describe('leastEdit', () => {
  it('takes the edit that jsdiff takes, so that pieces keep their ids', () => {
    fc.assert(
      fc.property(lines(40), lines(40), (base, head) => {
        expect(leastEdit(base, head)).toEqual(runsOfJsdiff(base, head));
      }),
      { numRuns: 2000 },
    );
  });

  it('does so of texts in which most lines stayed', () => {
    const edited = lines(60).chain((base) =>
      fc.tuple(fc.constant(base), fc.array(fc.tuple(fc.nat(60), fc.boolean()), { maxLength: 6 })),
    );
    fc.assert(
      fc.property(edited, ([base, edits]) => {
        const head = [...base];
        for (const [at, isGone] of edits) head.splice(at, isGone ? 1 : 0, ...(isGone ? [] : ['new']));
        expect(leastEdit(base, head)).toEqual(runsOfJsdiff(base, head));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives up where it would be longer than it may be', () => {
    fc.assert(
      fc.property(lines(12), lines(12), fc.nat(8), (base, head, most) => {
        expect(leastEdit(base, head, most)).toEqual(runsOfJsdiff(base, head, most));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes a text from nothing and back', () => {
    expect(leastEdit([], [])).toEqual([]);
    expect(leastEdit([], ['a', 'b'])).toEqual([{ kind: 'added', count: 2 }]);
    expect(leastEdit(['a', 'b'], [])).toEqual([{ kind: 'removed', count: 2 }]);
  });
});
