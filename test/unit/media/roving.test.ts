import { describe, expect, it } from 'vitest';
import { rove } from '../../../media/shared/roving.ts';

describe('the focus among several things that are one tab stop', () => {
  it('goes on and back with the arrows, and stays at the ends', () => {
    expect(['ArrowDown', 'ArrowRight'].map((key) => rove(key, 0, 3))).toEqual([1, 1]);
    expect(['ArrowUp', 'ArrowLeft'].map((key) => rove(key, 2, 3))).toEqual([1, 1]);
    expect(rove('ArrowUp', 0, 3)).toBe(0);
    expect(rove('ArrowDown', 2, 3)).toBe(2);
  });

  it('goes to the ends with Home and End', () => {
    expect(rove('Home', 2, 3)).toBe(0);
    expect(rove('End', 0, 3)).toBe(2);
  });

  it('leaves other keys alone, and goes nowhere where nothing is', () => {
    expect(rove('Enter', 1, 3)).toBeUndefined();
    expect(rove('ArrowDown', 0, 0)).toBeUndefined();
  });
});
