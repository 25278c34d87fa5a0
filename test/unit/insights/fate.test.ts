import { describe, expect, it } from 'vitest';
import { standingLines, tookAway } from '../../../src/insights/standingLines.ts';
import { type Fate, fateWords, laterWords } from '../../../src/model/fate.ts';

const day = 86_400_000;
const fate = (more: Partial<Fate> = {}): Fate => ({ stands: 1, changedBy: [], isOver: false, ...more });
const by = 'ab'.repeat(20);

describe('what became of a landing, in words', () => {
  it('counts the days from 1 to 14, and says that they are over', () => {
    const words = (at: number, more: Partial<Fate> = {}) => fateWords(fate(more), 0, at);
    expect(words(0)).toBe('stands, day 1 of 14');
    expect(words(day)).toBe('stands, day 1 of 14');
    expect(words(day + 1)).toBe('stands, day 2 of 14');
    expect(words(40 * day)).toBe('stands, day 14 of 14');
    expect(words(40 * day, { isOver: true })).toBe('stood for 14 days');
  });

  it('never rounds up to all of it, and says the weightiest first', () => {
    expect(fateWords(fate({ stands: 0.999 }), 0, day)).toBe('amended: 99 % of its lines stand');
    expect(fateWords(fate({ stands: 0, reverted: { by } }), 0, day)).toBe('reverted by ababababab');
    const broke = { run: 'r2', loop: 'x', check: 'tests', tests: [] };
    expect(fateWords(fate({ stands: 0.5, broke }), 0, day)).toBe(
      'tests fails since, seen by run r2; amended: 50 % of its lines stand',
    );
    expect(fateWords(fate({ stands: null }), 0, day)).toBe('stands, day 1 of 14');
  });

  it('says how much later something was', () => {
    expect([undefined, 0, day - 1, day, 2 * day + 5].map((at) => laterWords(0, at))).toEqual([
      '',
      ' the same day',
      ' the same day',
      ' 1 day later',
      ' 2 days later',
    ]);
  });
});

describe('the lines of a landing that stand', () => {
  const hunk = (oldFirst: number, removed: string[], newFirst: number, added: string[]) => ({
    oldFirst,
    removed,
    newFirst,
    added,
  });

  it('are those that nothing since has touched; blank lines and lines of others do not count', () => {
    const own = [{ from: 'a', to: 'a', hunks: [hunk(3, [], 4, ['x', ' ', 'y']), hunk(9, ['q'], 12, ['z'])] }];
    const later = [
      { from: 'a', to: 'b', hunks: [hunk(1, ['of others'], 1, []), hunk(5, [' ', 'y'], 4, ['Y'])] },
      { from: 'c', to: 'c', hunks: [hunk(4, ['x'], 4, [])] },
    ];
    expect(standingLines(own, later)).toEqual({ added: 3, lost: [{ path: 'a', text: 'y' }] });
    expect(standingLines(own, [])).toEqual({ added: 3, lost: [] });
    expect(standingLines([{ from: 'gone', hunks: [hunk(1, ['x'], 0, [])] }], later)).toEqual({ added: 0, lost: [] });
  });

  it('were taken away by who removed a line of that text', () => {
    const lost = [{ path: 'a', text: '  y' }];
    expect(tookAway([{ from: 'b', to: 'b', hunks: [hunk(1, ['x', '  y'], 1, [])] }], lost)).toBe(true);
    expect(tookAway([{ from: 'a', to: 'a', hunks: [hunk(1, ['x', ''], 1, ['  y'])] }], lost)).toBe(false);
  });
});
