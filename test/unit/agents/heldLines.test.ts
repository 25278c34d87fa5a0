import { describe, expect, it } from 'vitest';
import { HeldLines } from '../../../src/agents/adapting/heldLines.ts';

describe('held lines', () => {
  it('reach their reader in their order, those from before it was there first', () => {
    const lines = new HeldLines();
    const read: string[] = [];
    for (const line of ['a', 'b']) lines.take(line);
    expect(read).toEqual([]);
    lines.giveTo((line) => {
      read.push(line);
      // What comes while they are given is not lost, and does not go ahead.
      if (line === 'a') lines.take('c');
    });
    lines.take('d');
    expect(read).toEqual(['a', 'b', 'c', 'd']);
  });
});
