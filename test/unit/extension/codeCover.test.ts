import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CodeCover } from '../../../src/extension/comprehension/codeCover.ts';

describe('the code of a closed-book prompt', () => {
  let isSeen: boolean;
  let looked: number;
  let cover: CodeCover;
  const see = (now: boolean) => {
    isSeen = now;
    cover.changed();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    [isSeen, looked] = [false, 0];
    cover = new CodeCover(
      () => isSeen,
      () => looked++,
    );
  });
  afterEach(() => {
    cover.end();
    vi.useRealTimers();
  });

  it('is not looked up by being seen for a moment while the page covers it', () => {
    isSeen = true;
    cover.begin();
    cover.changed();
    see(false);
    vi.advanceTimersByTime(10_000);
    expect(looked).toBe(0);
  });

  it('is looked up by coming back, however soon', () => {
    isSeen = true;
    cover.begin();
    see(false);
    see(true);
    expect(looked).toBe(1);
  });

  it('is looked up where it stays beside the page', () => {
    isSeen = true;
    cover.begin();
    vi.advanceTimersByTime(1900);
    expect(looked).toBe(0);
    vi.advanceTimersByTime(200);
    expect(looked).toBe(1);
  });

  it('asks nothing any more once the prompt is over', () => {
    isSeen = true;
    cover.begin();
    cover.end();
    vi.advanceTimersByTime(10_000);
    expect([looked, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
