import { describe, expect, it } from 'vitest';
import { againstLimits } from '../../../../media/dashboard/budgets.ts';
import { measureOf, partWords, sumOf, unknownWords } from '../../../../media/dashboard/spendSums.ts';
import { edgesOf, stackOf } from '../../../../media/dashboard/stack.ts';
import { insightsOf, spent } from './someInsights.ts';

const rows = [
  spent('2026-11-20', 'docs', 1.5),
  spent('2026-11-20', 'flaky', 2),
  spent('2026-11-18', 'docs', null, 'codex'),
  spent('2026-11-18', 'docs', 0.5),
  spent('2026-11-17', 'docs', null, 'codex'),
];

describe('sums of spend', () => {
  it('say what is known and what is not', () => {
    const sum = sumOf(rows, 'costUsd');
    expect(partWords(sum, 'costUsd')).toBe('at least $4.00');
    expect(unknownWords(sum, 'costUsd')).toBe('cost unknown for codex on 2 days');
  });

  it('never take unknown for zero', () => {
    expect(partWords(sumOf([spent('2026-11-17', 'docs', null)], 'costUsd'), 'costUsd')).toBe('unknown');
    expect(partWords(sumOf([], 'costUsd'), 'costUsd')).toBe('$0.00');
  });

  it('are of tokens where no agent tells a cost', () => {
    expect(measureOf([{ ...spent('2026-11-20', 'docs', null), tokens: 1200 }])).toBe('tokens');
    expect(measureOf(rows)).toBe('costUsd');
    expect(measureOf([spent('2026-11-20', 'docs', null)])).toBe('costUsd');
  });
});

describe('spend against limits', () => {
  const [today, week, month] = againstLimits(rows, { ...insightsOf(), perDay: { costUsd: 2 } }, 'costUsd');

  it('says when a day is over its limit', () => {
    expect(today).toMatchObject({ value: '$3.50', part: 1.75, note: 'of $2.00 (limit a day); over it' });
  });

  it('compares more days with as many limits, and says what is unknown', () => {
    expect(week?.note).toBe('of $14.00 (7 × $2.00); cost unknown for codex on 2 days');
    expect(month).toMatchObject({ value: 'at least $4.00', part: 4 / 60 });
  });

  it('leaves out days before', () => {
    const [, old] = againstLimits([spent('2026-11-13', 'docs', 9)], insightsOf(), 'costUsd');
    expect(old).toEqual({ name: '7 days', value: '$0.00', note: 'no limit a day' });
  });
});

describe('the stack of spend by day', () => {
  it('has the biggest loop at the bottom, and null for a day of which nothing is known', () => {
    const stack = stackOf(insightsOf({ spend: rows }), 'costUsd');
    expect(stack.days).toHaveLength(7);
    expect(stack.layers.map(({ name }) => name)).toEqual(['docs', 'flaky']);
    expect(stack.sums).toEqual([0, 0, 0, null, 0.5, 0, 3.5]);
    expect(stack.unknown).toEqual([3, 4]);
    expect(edgesOf(stack.layers).map((edges) => edges.at(-1))).toEqual([1.5, 3.5]);
  });

  it('puts small loops together', () => {
    const spend = Array.from({ length: 9 }, (_, index) => spent('2026-11-20', `loop-${index}`, 9 - index));
    const { layers } = stackOf(insightsOf({ spend }), 'costUsd');
    expect(layers.map(({ name }) => name)).toEqual(['loop-0', 'loop-1', 'loop-2', 'loop-3', 'loop-4', 'others']);
    expect(layers.at(-1)?.total.known).toBe(4 + 3 + 2 + 1);
  });
});
