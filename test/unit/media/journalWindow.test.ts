import { describe, expect, it } from 'vitest';
import { matching, windowOf } from '../../../media/run/journalWindow.ts';

const box = { height: 440, rowHeight: 22 };
const row = (seq: number, detail: string) => ({ seq, at: 0, event: 'step.started', step: 'default/1/make', detail });

describe('the rows of a journal that are drawn', () => {
  it('are a few more than are seen, wherever it was scrolled', () => {
    for (const top of [0, 22 * 5000, 22 * 10_000]) {
      const { first, last } = windowOf({ ...box, top }, 10_000);
      expect(last - first).toBe(60);
      expect(first).toBeLessThanOrEqual(Math.max(0, top / 22));
      expect(last).toBeGreaterThanOrEqual(Math.min(10_000, top / 22 + 20));
    }
  });

  it('are all where there are few', () => {
    expect(windowOf({ ...box, top: 0 }, 3)).toEqual({ first: 0, last: 3 });
    expect(windowOf({ ...box, top: 4000 }, 0)).toEqual({ first: 0, last: 0 });
  });

  it('are those that say every word of the filter', () => {
    const rows = [row(0, 'claude'), row(1, 'codex')];
    expect(matching(rows, 'MAKE codex').map(({ seq }) => seq)).toEqual([1]);
    expect(matching(rows, '  ')).toBe(rows);
    expect(matching(rows, 'make gone')).toEqual([]);
  });
});
