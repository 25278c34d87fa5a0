import { describe, expect, it } from 'vitest';
import { durationText } from '../../../media/shared/durationText.ts';
import { harmlessText } from '../../../media/shared/harmlessText.ts';

describe('harmlessText', () => {
  it('leaves colours out, and shows what would hide or turn around', () => {
    expect(harmlessText('\u001b[31mred\u001b[0m\r\nnext\ttab')).toBe('red\nnext\ttab');
    expect(harmlessText('a\u202eb\u0007')).toBe('a\u{fffd}b\u{fffd}');
  });
});

describe('durationText', () => {
  it.each([
    [-5, '0 s'],
    [400, '0.4 s'],
    [42_900, '42 s'],
    [65_000, '1 min 05 s'],
    [7_380_000, '2 h 03 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
