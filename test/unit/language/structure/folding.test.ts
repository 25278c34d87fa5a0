import { describe, expect, it } from 'vitest';
import { foldsOf } from '../../../../src/language/structure/folding.ts';
import { fullLoop } from '../fullLoop.ts';

/** `first line → last line`, trimmed. */
function shown(text: string): readonly string[] {
  const lines = text.split('\n');
  return foldsOf(text).map(
    ({ start, end, kind }) => `${lines[start]?.trim()} → ${lines[end]?.trim()}${kind ? ` (${kind})` : ''}`,
  );
}

describe('foldsOf', () => {
  it('folds maps, entries of lists, block scalars and multi-line brackets', () => {
    const loop = `on:
  schedule:
    - cron: "0 6 * * *"
      timezone: UTC
    - { cron: "0 7 * * *" }
policy: {
  oracles: add,
  network: none
}
roles:
  maker:
    prompt: |
      Fix it.

      # Not a comment
      Well.


goal: checks.tests.passed
`;
    expect(shown(loop)).toEqual([
      'on: → - { cron: "0 7 * * *" }',
      'schedule: → - { cron: "0 7 * * *" }',
      '- cron: "0 6 * * *" → timezone: UTC',
      'policy: { → network: none',
      'roles: → Well.',
      'maker: → Well.',
      'prompt: | → Well.',
    ]);
  });

  it('folds runs of comments and regions, and keeps what is indented below an entry with it', () => {
    const loop = `# One
# two
name: x

# Alone
checks: # why
  a: npm test
  # off for now
  # b: npm run b

# region limits
budget:
  max-iterations: 3
# endregion
`;
    expect(shown(loop)).toEqual([
      '# One → # two (comment)',
      'checks: # why → # b: npm run b',
      '# off for now → # b: npm run b (comment)',
      '# region limits → # endregion (region)',
      'budget: → max-iterations: 3',
    ]);
  });

  it('folds every group of the full loop, and each line once', () => {
    const folds = foldsOf(fullLoop);
    const lines = fullLoop.split('\n');
    const groups = lines.flatMap((line, index) => (/^[a-z]+:$/.test(line) ? [index] : []));
    expect(groups.length).toBeGreaterThan(10);
    expect(folds.map(({ start }) => start)).toEqual(expect.arrayContaining(groups));
    expect(new Set(folds.map(({ start }) => start)).size).toBe(folds.length);
  });

  it('folds what can be read of a broken text', () => {
    expect(shown('checks:\n  a: x\n  b: y\nbudget: [\n')).toContain('checks: → b: y');
    expect(foldsOf('')).toEqual([]);
    expect(foldsOf('['.repeat(1000))).toEqual([]);
    expect(shown('checks:\r\n  a: x\r\n')).toEqual(['checks: → a: x']);
  });
});
