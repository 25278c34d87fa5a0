import { describe, expect, it } from 'vitest';
import { bytesText } from '../../../src/model/bytesText.ts';

describe('bytesText', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9_960, '10 kB'],
    [999_960, '1.0 MB'],
    [12_345_678, '12 MB'],
    [1.25e9, '1.3 GB'],
    [5e15, '5000 TB'],
  ])('%d is %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));
});
