import type { Command } from 'commander';
import type { Raised } from '../../model/order.ts';
import type { Act } from '../act.ts';
import { refused, usageError } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { tellRun } from '../tellRun.ts';
import { raisedText } from '../text/raisedText.ts';
import { withRunner } from '../withRunner.ts';

interface Options {
  readonly tokens?: string;
  readonly cost?: string;
  readonly minutes?: string;
  readonly iterations?: string;
}

/** `loopwright raise <run>` */
export function registerRaise(program: Command, act: Act): void {
  program
    .command('raise')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description(
      'Raise limits of a run that goes on; each number is the whole limit, not what is added. What budget.per-item says of tokens, cost and time, and the limits of a day, stay as they are',
    )
    .option('--tokens <number>', 'most tokens of the run (budget.max-tokens)')
    .option('--cost <dollars>', 'most that the run may cost (budget.max-cost-usd)')
    .option('--minutes <number>', 'working time of the run (budget.timeout-minutes)')
    .option('--iterations <number>', 'most iterations of each item (budget.max-iterations, or of budget.per-item)')
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const to = raisedFrom(options);
        if (typeof to === 'string') return usageError(to);
        return withRunner(invocation, async (client) => {
          const found = await findRun(client, named);
          if (!found.ok) return found;
          const { id: run } = found.value;
          const raised = await client.request('raise', { run, ...to });
          return raised.ok ? tellRun(client, invocation, run, `Raised ${raisedText(to)}.`) : refused(raised.error);
        });
      }),
    );
}

const named = { tokens: 'tokens', costUsd: 'cost', minutes: 'minutes', iterations: 'iterations' } as const;

/** The numbers that were typed, or what is wrong with them. */
function raisedFrom(options: Options): Raised | string {
  const to: { -readonly [K in keyof Raised]: Raised[K] } = {};
  for (const key of ['tokens', 'costUsd', 'minutes', 'iterations'] as const) {
    const typed = options[named[key]];
    if (typed === undefined) continue;
    const value = /^[\d_,]*\.?\d+$/.test(typed) ? Number(typed.replace(/[_,]/g, '')) : Number.NaN;
    const isWhole = key === 'costUsd' || key === 'minutes' || Number.isInteger(value);
    if (!(value > 0) || !isWhole) {
      return `--${named[key]} takes a number above 0${isWhole ? '' : ' without a fraction'}, not “${typed}”.`;
    }
    to[key] = value;
  }
  return Object.keys(to).length === 0 ? 'Name what to raise: --tokens, --cost, --minutes or --iterations.' : to;
}
