import { describe, expect, it } from 'vitest';
import { smallestLoop } from '../../../src/language/documents.ts';
import { parseLoop, pinnedLoop } from '../../../src/language/parseLoop.ts';
import { fullLoop, otherLoops } from './fullLoop.ts';

describe('a definition that a run was pinned to', () => {
  it.each([fullLoop, smallestLoop, ...otherLoops])('is the loop that it was when the run began (%#)', (text) => {
    const { loop } = parseLoop(text);
    expect(loop).toBeDefined();
    expect(pinnedLoop(text)).toEqual(loop);
  });

  it('is none where the text is no loop any more', () => {
    expect(pinnedLoop('')).toBeUndefined();
    expect(pinnedLoop(`${smallestLoop}\nnever-heard-of: 1\n`)).toBeUndefined();
    expect(pinnedLoop(`${smallestLoop}\nitems: [`)).toBeUndefined();
    expect(pinnedLoop(`a: ${'['.repeat(100)}`)).toBeUndefined();
  });

  it('keeps what a later look at it would object to', () => {
    const unreachable = smallestLoop.replace(/^goal:.*$/m, 'goal: checks.nobody.passed');
    expect(parseLoop(unreachable).loop).toBeUndefined();
    expect(pinnedLoop(unreachable)?.name).toBeDefined();
  });
});
