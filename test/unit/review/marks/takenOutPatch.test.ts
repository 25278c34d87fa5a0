import { describe, expect, it } from 'vitest';
import type { Piece } from '../../../../src/model/reviewOutline.ts';
import { takenOutPatch } from '../../../../src/review/marks/takenOutPatch.ts';
import { unitAround } from '../../../../src/review/marks/unitAround.ts';
import { file } from '../../engine/scene.ts';

const piece = (more: Partial<Piece>): Piece => ({
  id: 'p',
  kind: 'lines',
  base: { first: 2, count: 1 },
  head: { first: 2, count: 2 },
  ...more,
});
const texts = { base: 'a\nb\nc\n', head: 'a\nB\r\nB2\nc\n' };

describe('what is told of a piece that was taken out', () => {
  it('is what it had done', () => {
    expect(takenOutPatch(piece({}), file('a'), texts)).toBe('-b\n+B\n+B2');
    expect(takenOutPatch(piece({ kind: 'mode' }), file('a', { newMode: '100755' }), texts)).toBe(
      '-mode 100644\n+mode 100755',
    );
    const whole = piece({ kind: 'file' });
    expect(takenOutPatch(whole, file('a', { status: 'deleted' }), texts)).toBe('That the file was deleted.');
    expect(takenOutPatch(whole, file('a', { status: 'added' }), texts)).toContain('added');
  });

  it('is short, whatever stands there', () => {
    const head = `${'x'.repeat(200_000)}\n`.repeat(30);
    const long = piece({ base: { first: 1, count: 0 }, head: { first: 1, count: 30 } });
    expect(takenOutPatch(long, file('a'), { base: '', head }).length).toBeLessThan(4100);
  });
});

describe('the unit around lines', () => {
  const unit = (name: string, first: number, count: number) => ({
    id: `a.ts#${name}`,
    name,
    kind: 'function' as const,
    digest: name,
    head: { first, count },
    lines: 1,
    risk: 1,
    reasons: ['code'],
    pieces: [],
  });
  const outline = {
    base: 'a'.repeat(40),
    head: 'b'.repeat(40),
    tree: 'c'.repeat(40),
    files: [
      {
        file: file('a.ts'),
        lines: 1,
        risk: 1,
        reasons: ['code'],
        units: [unit('C', 1, 50), unit('C.f', 10, 5), unit('', 1, 99)],
      },
    ],
    lines: 1,
  };

  it('is the smallest that all of them are in', () => {
    const at = (first: number, count: number) => unitAround(outline, 'a.ts', { first, count });
    expect(at(11, 2)).toEqual({ first: 10, count: 5 });
    expect(at(9, 3)).toEqual({ first: 1, count: 50 });
    expect(at(60, 1)).toBeUndefined();
    expect(unitAround(outline, 'b.ts', { first: 11, count: 1 })).toBeUndefined();
  });
});
