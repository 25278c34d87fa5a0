import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedEdits } from '../../../../src/review/marks/mergedEdits.ts';

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const from = text('a', 'b', 'c', 'd', 'e');

describe('what two people made of a text', () => {
  it.each([
    ['only ours', text('a', 'B', 'c', 'd', 'e'), from, text('a', 'B', 'c', 'd', 'e')],
    ['only theirs', from, text('a', 'b', 'c', 'd'), text('a', 'b', 'c', 'd')],
    ['apart', text('A', 'b', 'c', 'd', 'e'), text('a', 'b', 'c', 'd', 'E', 'f'), text('A', 'b', 'c', 'd', 'E', 'f')],
    ['alike', text('a', 'X', 'c', 'd', 'e'), text('a', 'X', 'c', 'd', 'E'), text('a', 'X', 'c', 'd', 'E')],
    ['in the same line', text('a', 'X', 'c', 'd', 'e'), text('a', 'Y', 'c', 'd', 'e'), undefined],
    ['side by side', text('a', 'c', 'd', 'e'), text('a', 'b', 'C', 'd', 'e'), undefined],
    ['one in the middle of the other', text('a'), text('a', 'b', 'C', 'd', 'e'), undefined],
    [
      'the last line break',
      text('A', 'b', 'c', 'd', 'e'),
      from.slice(0, -1),
      text('A', 'b', 'c', 'd', 'e').slice(0, -1),
    ],
  ])('%s', (_what, ours, theirs, expected) => {
    expect(mergedEdits(from, ours, theirs)).toBe(expected);
    expect(mergedEdits(from, theirs, ours)).toBe(expected);
  });

  it('property: edits of lines that do not touch are both there, with every byte', () => {
    const line = fc.string({ unit: fc.constantFrom('x', ' ', '\r', 'é', '\u00ff'), maxLength: 4 });
    const edit = fc.constantFrom('keep', 'ours', 'theirs');
    const block = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      edit,
      fresh: fc.array(line, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        // Between any two edits stands a line that is nowhere else.
        const made = (who: readonly string[]) =>
          blocks
            .flatMap(({ lines, edit: by, fresh }, n) => [
              `only ${n}`,
              ...(who.includes(by) ? fresh.map((one) => `f${n}${one}`) : lines.map((one, m) => `l${n}.${m}${one}`)),
            ])
            .map((one) => `${one}\n`)
            .join('');
        expect(mergedEdits(made([]), made(['ours']), made(['theirs']))).toBe(made(['ours', 'theirs']));
      }),
    );
  });
});
