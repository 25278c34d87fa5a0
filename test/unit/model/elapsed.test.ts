import { describe, expect, it } from 'vitest';
import { elapsed } from '../../../src/model/elapsed.ts';

describe('elapsed', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [61_000, '1 min 01 s'],
    [3_599_000, '59 min 59 s'],
    [7_380_000, '2 h 03 min'],
  ])('%i ms is %s', (ms, words) => {
    expect(elapsed(ms)).toBe(words);
  });
});
