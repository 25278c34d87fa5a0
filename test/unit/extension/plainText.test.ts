import { describe, expect, it } from 'vitest';
import { plainLine, withoutIcons, withoutLinks } from '../../../src/extension/plainText.ts';

describe('a text of somebody else', () => {
  it('is one line without what could hide or reorder it', () => {
    expect(plainLine('a\u202eb\n\tc\u200b\u0007 d')).toBe('a b c d');
  });

  it('is short, however long it comes', () => {
    expect(plainLine('x'.repeat(1_000_000), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(plainLine('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });

  it('brings no link into a notification and no icon into a pick', () => {
    expect(withoutLinks('[ok](command:evil) [b](https://x)')).not.toMatch(/\]\(/);
    expect(withoutIcons('$(check) done')).not.toContain('$(');
  });
});
