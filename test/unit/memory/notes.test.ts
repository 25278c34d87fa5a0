import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeNotes } from '../../../src/memory/notes.ts';

describe('notes that two people change', () => {
  it('are one person’s where only one did', () => {
    expect(mergeNotes('a\nb', 'a\nc', 'a\nb')).toBe('a\nc');
    expect(mergeNotes('a\nb', 'a  \nb\n', 'a\nb\nc')).toBe('a\nb\nc');
  });

  it('hold what both wrote, and not what either deleted', () => {
    expect(mergeNotes('a\nb\nc\nd', 'a\nx\nb\nd', 'b\nc\nd\ny')).toBe('x\nb\nd\ny');
    expect(mergeNotes('a', 'b', 'c')).toBe('b\nc');
    expect(mergeNotes('', 'mine', 'theirs')).toBe('mine\ntheirs');
    expect(mergeNotes('a\nb', '', 'a\nb\nc')).toBe('c');
  });

  it('lose no line that was written', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', '  e'), { maxLength: 8 });
    const written = (base: readonly string[], edited: readonly string[]) =>
      edited.filter((line) => line.trim() !== '' && !base.includes(line));
    fc.assert(
      fc.property(lines, lines, lines, (base, ours, theirs) => {
        const merged = mergeNotes(base.join('\n'), ours.join('\n'), theirs.join('\n')).split('\n');
        const trimmed = merged.map((line) => line.trim());
        for (const line of [...written(base, ours), ...written(base, theirs)]) expect(trimmed).toContain(line.trim());
      }),
      { numRuns: 500 },
    );
  });
});
