import { describe, expect, it } from 'vitest';
import type { Cost } from '../../../src/model/spend.ts';
import { CostDays } from '../../../src/runner/costDays.ts';

const day = 86_400_000;
const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const cost = (more: Partial<Cost>): Cost => ({
  at: 0,
  loop: 'a',
  run: 'r',
  item: 'default',
  key: 'k',
  role: 'maker',
  agent: 'command',
  tokens: 10,
  costUsd: 0.5,
  source: 'reported',
  seconds: 1,
  ...more,
});

describe('what agents used by day', () => {
  it('is a sum for each loop and agent, and unknown where one of them is', () => {
    const days = new CostDays(utcDay);
    days.add(cost({ at: 5 }));
    days.add(cost({ at: 6, costUsd: null }));
    days.add(cost({ at: 7, agent: 'other' }));
    days.add(cost({ at: day - 1, loop: 'b' }));
    days.add(cost({ at: day }));
    expect(days.of('1970-01-01')).toEqual([
      { day: '1970-01-01', loop: 'a', agent: 'command', tokens: 20, costUsd: null },
      { day: '1970-01-01', loop: 'a', agent: 'other', tokens: 10, costUsd: 0.5 },
      { day: '1970-01-01', loop: 'b', agent: 'command', tokens: 10, costUsd: 0.5 },
    ]);
    expect(days.from('1970-01-02')).toEqual([
      { day: '1970-01-02', loop: 'a', agent: 'command', tokens: 10, costUsd: 0.5 },
    ]);
    expect(days.of('1970-01-03')).toEqual([]);
  });

  it('is told of a day by loop, the most expensive first and what is unknown before', () => {
    const days = new CostDays(utcDay);
    for (const [loop, tokens, costUsd, agent] of [
      ['a', 10, 1, 'command'],
      ['b', 5, 3, 'command'],
      ['a', 10, 1, 'other'],
      ['c', 1, 2, 'command'],
      ['c', 1, null, 'command'],
      ['d', null, null, 'command'],
    ] as const) {
      days.add(cost({ loop, tokens, costUsd, agent }));
    }
    days.add(cost({ at: day, loop: 'tomorrow' }));
    expect(days.loopsOf('1970-01-01')).toEqual([
      { loop: 'c', spend: { tokens: 2, costUsd: null } },
      { loop: 'd', spend: { tokens: null, costUsd: null } },
      { loop: 'b', spend: { tokens: 5, costUsd: 3 } },
      { loop: 'a', spend: { tokens: 20, costUsd: 2 } },
    ]);
  });

  it('is kept for a year, whatever the order of the log', () => {
    const days = new CostDays(utcDay);
    for (let n = 500; n >= 100; n -= 1) days.add(cost({ at: n * day }));
    const kept = days.from('');
    expect(kept).toHaveLength(366);
    expect([kept[0]?.day, kept.at(-1)?.day]).toEqual([utcDay(135 * day), utcDay(500 * day)]);
  });
});
