import { describe, expect, it } from 'vitest';
import type { Piece, Unit } from '../../../src/model/reviewOutline.ts';
import { msPerLine, ReadingPace, type VisibleLines } from '../../../src/review/readingPace.ts';

const piece = (first: number, count: number, more: Partial<Piece> = {}): Piece => ({
  ...{ id: `p${first}`, kind: 'lines', base: { first, count: 0 }, head: { first, count } },
  ...more,
});

const unit = (name: string, pieces: Piece[]): Unit => ({
  ...{ id: `a.js#${name}`, name, kind: 'function', digest: name, lines: 10, risk: 1, reasons: ['new'], pieces },
});

const paceOf = (...units: Unit[]) => new ReadingPace([{ file: { path: 'a.js' }, units }]);
const screen = (first: number, last: number, side: 'base' | 'head' = 'head'): VisibleLines[] => [
  { path: 'a.js', side, first, last },
];
const names = (pace: ReadingPace) => pace.take();

/** Somebody looks at the same lines for so long, some seconds at a time. */
function look(pace: ReadingPace, visible: VisibleLines[], ms: number, each = 3000): void {
  for (let left = ms; left > 0; left -= each) pace.see(visible, Math.min(each, left));
}

describe('what a screen tells of reading', () => {
  it('is a unit once four fifths of its changed lines were there at 500 lines an hour, and once', () => {
    const pace = paceOf(unit('sum', [piece(1, 10)]));
    look(pace, screen(1, 8), 8 * msPerLine - 1000);
    expect(names(pace)).toEqual([]);
    look(pace, screen(1, 8), 1000);
    expect(pace.take()).toEqual(['a.js#sum']);
    look(pace, screen(1, 10), 10 * msPerLine);
    expect(names(pace)).toEqual([]);
  });

  it('is no unit of which fewer lines were there, however long', () => {
    const pace = paceOf(unit('sum', [piece(1, 10)]));
    look(pace, screen(1, 7), 3_600_000);
    expect(names(pace)).toEqual([]);
  });

  it('shares the time among the changed lines that are there: who scrolls through reads nothing', () => {
    const units = Array.from({ length: 50 }, (_, n) => unit(`f${n}`, [piece(n * 10 + 1, 10)]));
    const pace = paceOf(...units);
    // 500 lines in five minutes, forty at a time.
    for (let first = 1; first <= 500; first += 40) look(pace, screen(first, first + 39), 24_000);
    expect(names(pace)).toEqual([]);
  });

  it('never believes more lines than 500 an hour, whatever is on the screen', () => {
    const units = Array.from({ length: 60 }, (_, n) => unit(`f${n}`, [piece(n * 10 + 1, 10)]));
    const pace = paceOf(...units);
    look(pace, screen(1, 600), 3_600_000, 30_000);
    expect(names(pace).length * 10 * 0.8).toBeLessThanOrEqual(500);
    look(pace, screen(1, 600), 800_000, 30_000);
    expect(names(pace).length).toBeGreaterThan(0);
  });

  it('gives what a line does not need to the others, and nothing to those that were read', () => {
    const pace = paceOf(unit('one', [piece(1, 1)]), unit('two', [piece(2, 1)]));
    pace.see(screen(1, 1), msPerLine);
    expect(names(pace)).toEqual(['a.js#one']);
    pace.see(screen(1, 2), msPerLine);
    expect(names(pace)).toEqual(['a.js#two']);
    const long = paceOf(unit('one', [piece(1, 1)]), unit('two', [piece(2, 1)]));
    long.see(screen(1, 1), msPerLine - 100);
    long.see(screen(1, 2), 100 + msPerLine);
    expect(names(long)).toEqual(['a.js#one', 'a.js#two']);
  });

  it('sees lines that were taken away on their own side, or where they stood', () => {
    const removed = piece(5, 0, { base: { first: 5, count: 1 }, head: { first: 5, count: 0 } });
    const onBase = paceOf(unit('gone', [removed]));
    look(onBase, screen(5, 5, 'base'), msPerLine);
    expect(names(onBase)).toEqual(['a.js#gone']);
    const inline = paceOf(unit('gone', [removed]));
    look(inline, screen(1, 40), msPerLine);
    expect(names(inline)).toEqual(['a.js#gone']);
  });

  it('asks nothing of lines that only moved or were reformatted, and tells of no unit without any other', () => {
    const pace = paceOf(
      unit('mixed', [piece(1, 1), piece(10, 50, { note: 'format' })]),
      unit('moved', [piece(100, 5, { note: 'moved' })]),
    );
    look(pace, screen(1, 200), msPerLine);
    expect(names(pace)).toEqual(['a.js#mixed']);
    look(pace, screen(1, 200), 3_600_000);
    expect(names(pace)).toEqual([]);
  });

  it('does not count other files and other sides', () => {
    const pace = paceOf(unit('sum', [piece(20, 1)]));
    look(pace, [{ path: 'b.js', side: 'head', first: 1, last: 100 }, ...screen(1, 100, 'base')], 3_600_000);
    expect(names(pace)).toEqual([]);
  });
});
