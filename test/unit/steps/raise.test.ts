import { describe, expect, it } from 'vitest';
import { raisedLimits } from '../../../src/engine/budgets.ts';
import type { Raised } from '../../../src/model/order.ts';
import type { Cost, Limit } from '../../../src/model/spend.ts';
import { accountStep } from '../../../src/steps/account.ts';
import { Purse } from '../../../src/steps/purse.ts';
import { costLogInMemory } from './roleScene.ts';

/** What people raise while a run goes on, as the purse and the account obey it. */

const at = Date.parse('2026-11-21T12:00:00Z');
const run: Limit = { scope: 'run', tokens: 1000, costUsd: 5 };
const day: Limit = { scope: 'loop-day', tokens: 3000 };

/** A purse whose run `r1` is raised by the test, and a step of it that tells what it used. */
function scene() {
  const costs: Cost[] = [];
  let raised: Raised = {};
  let used = 0;
  const purse = new Purse({
    costs: costLogInMemory(costs),
    now: () => at,
    raised: (id) => (id === 'r1' ? raised : {}),
    pollMs: 5,
  });
  const open = (limits: readonly Limit[], item = 'a', id = 'r1') =>
    purse.open({
      loop: 'fix',
      run: id,
      item,
      key: `${item}/1/make`,
      role: 'maker',
      limits,
      used: async () => ({ inputTokens: used, outputTokens: 0, costUsd: 0 }),
    });
  return {
    purse,
    open,
    raise: (to: Raised) => {
      raised = to;
    },
    use: (tokens: number) => {
      used = tokens;
    },
  };
}

/** Until the purse has ended the step. */
const ended = (signal: AbortSignal) =>
  signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', resolve));

/** Long enough for a purse that looks every five milliseconds to have looked. */
const looks = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('a raise of the run', () => {
  it('is for the run alone, and only where the loop has a limit', () => {
    const item: Limit = { scope: 'item', tokens: 400 };
    expect(raisedLimits([item, run, day], { tokens: 9000, minutes: 7 })).toEqual([item, { ...run, tokens: 9000 }, day]);
    expect(raisedLimits([{ scope: 'run', tokens: 1000 }], { costUsd: 9 })).toEqual([{ scope: 'run', tokens: 1000 }]);
  });

  it('lets a step that works go on past the old limit, to the new one', async () => {
    const { open, raise, use } = scene();
    const tab = await open([run]);
    raise({ tokens: 2000 });
    use(1500);
    await looks();
    expect(tab.over).toBeUndefined();
    use(2000);
    await ended(tab.signal);
    expect(tab.over).toContain('2,000 tokens of 2,000 tokens');
    await tab.settle();
  });

  it('lifts neither another run nor the day', async () => {
    const { open, raise, use } = scene();
    raise({ tokens: 50_000 });
    const [own, other] = [await open([run, day]), await open([run], 'b', 'r2')];
    use(1200);
    await ended(other.signal);
    expect(own.over).toBeUndefined();
    use(3000);
    await ended(own.signal);
    expect(own.over).toContain('budget.per-day.max-tokens');
    await Promise.all([own.settle(), other.settle()]);
  });

  it('is what the account goes by', async () => {
    const { purse, raise, open, use } = scene();
    use(1500);
    const { account } = accountStep({ purse });
    const sum = () =>
      account({ loop: 'fix', item: 'a', iteration: 1, limits: [run], at }, {
        runId: 'r1',
      } as Parameters<typeof account>[1]);
    const tab = await open([]);
    await tab.settle({
      ...{ at, loop: 'fix', run: 'r1', item: 'a', key: 'a/1/make', role: 'maker', agent: 'command' },
      ...{ tokens: 1500, costUsd: 1, source: 'reported', seconds: 1 },
    });
    expect((await sum()).over).toContain('1,500 tokens of 1,000 tokens');
    raise({ tokens: 1600 });
    expect(await sum()).toMatchObject({ warnings: [expect.stringContaining('1,500 tokens of 1,600 tokens')] });
    raise({ tokens: 16_000 });
    expect(await sum()).toMatchObject({ warnings: [] });
    expect((await sum()).over).toBeUndefined();
  });
});
