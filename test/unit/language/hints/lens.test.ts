import { describe, expect, it } from 'vitest';
import { smallestLoop } from '../../../../src/language/documents.ts';
import { lensesOf } from '../../../../src/language/hints/lens.ts';

describe('lensesOf', () => {
  it('stands above the name of a loop', () => {
    const lenses = lensesOf(`# Why.\n${smallestLoop}`, 'gave-up');
    expect(lenses.map(({ title, command, range }) => [title, command, range.start.line])).toEqual([
      ['Run', 'loopwright.run', 1],
      ['Dry Run', 'loopwright.dryRun', 1],
      ['Last run: gave up', undefined, 1],
    ]);
  });

  it('stands above the first line where there is no name, and nowhere where there is nothing', () => {
    expect(lensesOf('on: manual\n').map(({ range }) => range.start.line)).toEqual([0, 0]);
    expect(lensesOf('# nothing yet\n')).toEqual([]);
    expect(lensesOf('['.repeat(1000))).toEqual([]);
  });
});
