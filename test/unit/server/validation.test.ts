import { describe, expect, it } from 'vitest';
import { debounceMilliseconds } from '../../../src/server/debounce.ts';
import { pathOfUri } from '../../../src/server/validation.ts';

describe('debounceMilliseconds', () => {
  it.each([
    [0, 20],
    [5, 20],
    [30, 60],
    [500, 150],
  ])('after a validation of %d ms waits %d', (last, wait) => {
    expect(debounceMilliseconds(last)).toBe(wait);
  });
});

describe('pathOfUri', () => {
  it('knows files only', () => {
    expect(pathOfUri('untitled:Untitled-1')).toBeUndefined();
    expect(pathOfUri('git:/x.loop.yaml')).toBeUndefined();
    expect(pathOfUri('file:///C:/a%20b/x.loop.yaml')).toMatch(/a b[\\/]x\.loop\.yaml$/);
  });
});
