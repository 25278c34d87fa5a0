import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Cost } from '../../../src/model/spend.ts';
import { SettledSpend, scopeKey } from '../../../src/steps/settledSpend.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const cost = (key: string, at: string): Cost => ({
  ...{ loop: 'fix', run: 'r', item: 'default', role: 'maker', agent: 'command', source: 'reported', seconds: 1 },
  ...{ key, at: Date.parse(at), tokens: 10, costUsd: 1 },
});

describe('the sums of a day', () => {
  // 14 hours before UTC: midnight there is 10 in the morning here.
  const times = ['2026-11-21T09:59Z', '2026-11-21T10:00Z', '2026-11-22T09:59Z'];
  const sumsIn = (timeZone: string) => {
    vi.stubEnv('TZ', timeZone);
    const settled = new SettledSpend();
    for (const [index, at] of times.entries()) settled.add(cost(`default/${index}/make`, at));
    return times.map((at) => settled.of(scopeKey('loop-day', cost('', at))).tokens);
  };

  it('end at midnight of the machine, not of Greenwich', () => {
    expect(sumsIn('UTC')).toEqual([20, 20, 10]);
    expect(sumsIn('Pacific/Kiritimati')).toEqual([10, 20, 20]);
  });
});
