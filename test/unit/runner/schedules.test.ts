import { describe, expect, it } from 'vitest';
import type { Cost } from '../../../src/model/spend.ts';
import { newestCosts } from '../../../src/runner/costs.ts';
import { forecastFor } from '../../../src/runner/forecast.ts';
import { daily, loopWith, Machine, minute, openTriggers } from '../triggers/simulated.ts';

const byHand = (id: string) => ({ kind: 'manual', id, at: 0, about: 'a person' }) as const;

describe('a run that a person starts', () => {
  it('waits for what the triggers have under way, and they for it', async () => {
    const machine = new Machine('2027-01-11T05:59:00Z');
    machine.enable(loopWith(daily('0 6 * * *')));
    const triggers = await openTriggers(machine);
    const order: string[] = [];
    let letGo = (): void => undefined;
    const first = triggers.beginByHand('one', byHand('manual:1'), async () => {
      order.push('first begins');
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      order.push('first has begun');
      return 'run-1';
    });
    const second = triggers.beginByHand('two', byHand('manual:2'), async () => {
      order.push(`second sees ${machine.disk.receipts.length} receipt`);
      throw new Error('at work');
    });
    const refused = expect(second).rejects.toThrow('at work');
    await Promise.resolve().then(() => letGo());
    expect(await first).toBe('run-1');
    await refused;
    expect(order).toEqual(['first begins', 'first has begun', 'second sees 1 receipt']);
    expect(machine.disk.receipts).toMatchObject([{ loop: 'one', became: 'started', run: 'run-1' }]);
    // What was refused is in nobody's way.
    await machine.until('2027-01-11T06:01:00Z', triggers);
    expect(machine.begun).toEqual(['2027-01-11T06:00']);
    await triggers.close();
  });

  it('has begun also where its receipt cannot be written, and that is told', async () => {
    const machine = new Machine('2027-01-11T05:59:00Z');
    const triggers = await openTriggers(machine);
    machine.beforeReceipt = () => {
      throw new Error('the disk is full');
    };
    expect(await triggers.beginByHand('one', byHand('manual:1'), async () => 'run-1')).toBe('run-1');
    await triggers.settled;
    expect(machine.warnings).toEqual([expect.stringContaining('the disk is full')]);
    await triggers.close();
  });
});

describe('the end of a run that is told again', () => {
  it('starts nothing that was enabled after it', async () => {
    const machine = new Machine('2027-01-11T12:00:00Z');
    machine.enable(loopWith({ on: { loop: { name: 'triage', conclusion: 'any' } } }));
    const triggers = await openTriggers(machine);
    const at = (time: string) => Date.parse(time);
    await triggers.ended({ id: 'r1', loop: 'triage', status: 'delivered', at: at('2027-01-11T11:59:59Z') }, 0);
    expect(machine.disk.receipts).toEqual([]);
    await triggers.ended({ id: 'r2', loop: 'triage', status: 'delivered', at: at('2027-01-11T12:00:00Z') }, 0);
    await triggers.ended({ id: 'r2', loop: 'triage', status: 'delivered', at: at('2027-01-11T12:00:00Z') }, 0);
    expect(machine.disk.receipts.map(({ became, at: when }) => `${minute(when)} ${became}`)).toEqual([
      '2027-01-11T12:00 queued',
      '2027-01-11T12:00 started',
    ]);
    await triggers.close();
  });
});

describe('a forecast', () => {
  const cost = (loop: string, run: string, tokens: number | null): Cost => ({
    at: 1,
    loop,
    run,
    item: 'default',
    key: `default/1/make/${run}`,
    role: 'maker',
    agent: 'command',
    tokens,
    costUsd: null,
    source: tokens === null ? 'unknown' : 'reported',
    seconds: 1,
  });

  const kept = (costs: readonly Cost[]) => {
    const { from, add } = newestCosts();
    return costs.reduce(add, from);
  };

  it('is made of the newest runs of this loop alone, and unknown where nothing is known', () => {
    const costs = kept([
      ...Array.from({ length: 30 }, (_, n) =>
        cost('nightly', `run-${String(n).padStart(2, '0')}`, n < 10 ? 1_000_000 : 1000 + n),
      ),
      cost('other', 'run-x', 5),
    ]);
    const told = forecastFor('.loops/nightly.loop.yaml', costs);
    expect(told.runs).toBe(20);
    expect(told.low.tokens).toBeGreaterThanOrEqual(1010);
    expect(told.high.tokens).toBeLessThan(2000);
    expect(told.middle.costUsd).toBeNull();
    expect(forecastFor('.loops/other.loop.yaml', costs)).toMatchObject({ runs: 1, middle: { tokens: 5 } });
    expect(forecastFor('.loops/none.loop.yaml', costs)).toMatchObject({ runs: 0, middle: { tokens: null } });
    expect(forecastFor('.loops/mute.loop.yaml', kept([cost('mute', 'r', null)]))).toMatchObject({
      runs: 1,
      middle: { tokens: null },
      words: expect.stringMatching(/unknown/),
    });
  });
});
