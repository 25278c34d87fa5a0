import { describe, expect, it } from 'vitest';
import { nothingUsed, Spending } from '../../../../src/agents/drive/spending.ts';
import type { TurnUsage } from '../../../../src/agents/port.ts';

const usage = (inputTokens: number, costUsd: number | null, since: 'turn' | 'session' = 'turn'): TurnUsage => ({
  inputTokens,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd,
  since: { tokens: since, cost: since },
});

describe('what turns use', () => {
  it('is added up, and the newest telling of a turn holds', () => {
    const spending = new Spending();
    spending.begin(nothingUsed);
    spending.tell(usage(10, 1));
    spending.tell(usage(30, 2));
    spending.tell(usage(20, null));
    expect(spending.sum).toMatchObject({ inputTokens: 30, costUsd: 2 });
    spending.end({ isFree: false });
    spending.begin(nothingUsed);
    expect(spending.total).toBeNull();
    spending.tell(usage(5, 1));
    spending.end({ isFree: false });
    expect(spending.total).toMatchObject({ inputTokens: 35, costUsd: 3 });
  });

  it('is unknown as soon as one turn does not tell, and its cost when one names none', () => {
    const silent = new Spending();
    silent.begin(nothingUsed);
    silent.end({ isFree: false });
    expect(silent.total).toBeNull();
    const free = new Spending();
    free.begin(nothingUsed);
    free.end({ isFree: true });
    expect(free.total).toEqual(nothingUsed);
    free.begin(nothingUsed);
    free.tell(usage(5, null));
    free.end({ isFree: false });
    expect(free.total).toMatchObject({ inputTokens: 5, costUsd: null });
  });

  it('leaves out what the session had used before', () => {
    const spending = new Spending();
    spending.begin({ ...nothingUsed, inputTokens: 100, costUsd: 2 });
    spending.tell(usage(150, 3, 'session'));
    expect(spending.sum).toMatchObject({ inputTokens: 50, costUsd: 1 });
    expect(spending.session).toMatchObject({ inputTokens: 150, costUsd: 3 });
  });

  it('of a session that begins to count anew is taken as it is', () => {
    const spending = new Spending();
    spending.begin({ ...nothingUsed, inputTokens: 100, costUsd: 2 });
    spending.tell(usage(20, 0.5, 'session'));
    expect(spending.sum).toMatchObject({ inputTokens: 20, costUsd: 0.5 });
  });

  it('of a session whose past nobody knows is unknown, and known again from then on', () => {
    const spending = new Spending();
    spending.begin(null);
    spending.tell(usage(150, 3, 'session'));
    expect(spending.session).toMatchObject({ inputTokens: 150 });
    spending.end({ isFree: false });
    expect(spending.total).toBeNull();
    const byTurn = new Spending();
    byTurn.begin(null);
    byTurn.tell(usage(150, 3));
    byTurn.end({ isFree: false });
    expect(byTurn.total).toMatchObject({ inputTokens: 150, costUsd: 3 });
  });

  it('is never less than nothing, whatever an agent tells', () => {
    const spending = new Spending();
    spending.begin(nothingUsed);
    spending.tell(usage(Number.NaN, Number.POSITIVE_INFINITY));
    spending.tell(usage(-5, -1));
    expect(spending.sum).toMatchObject({ inputTokens: 0, costUsd: null });
  });
});
