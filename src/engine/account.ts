import type { Spend } from '../model/spend.ts';
import type { StepResult } from '../model/steps.ts';
import { readExpression } from './expression.ts';
import type { MakingBench } from './workplace.ts';

/** What is known of the spending; nothing where the loop keeps no budget of it. */
export type Account = Pick<StepResult<'account'>, 'run' | 'over' | 'warnings'>;

const unknown: Spend = { tokens: null, costUsd: null };

/**
 * Sums up what was used, where the loop limits it or asks for it. The sum over lanes that go on side by side depends on
 * when it is made, so it is a step: what it came to is remembered.
 */
export async function account(bench: MakingBench, number: number, key: string): Promise<Account> {
  const { loop, durable, item, limits } = bench;
  const maxIterations = loop.items === undefined ? undefined : loop.budget['max-iterations'];
  if (limits.length === 0 && maxIterations === undefined && !asksForSpend(bench)) return { run: unknown, warnings: [] };
  return durable.step(`${item.id}/${number}/${key}`, 'account', {
    loop: loop.name,
    item: item.id,
    iteration: number,
    limits: [...limits],
    ...(maxIterations === undefined ? {} : { maxIterations }),
    at: await durable.now(`${item.id}/${number}/${key}/now`),
  });
}

/** Whether an expression of the loop speaks of tokens or cost. */
function asksForSpend({ loop }: MakingBench): boolean {
  const { until, 'give-up': giveUp } = loop.goal;
  const expressions = [
    readExpression('goal', until),
    ...(giveUp === undefined ? [] : [readExpression('give-up', giveUp)]),
    ...loop.gates.flatMap(({ when }) => (when === undefined ? [] : [readExpression('gate', when)])),
  ];
  return expressions.some(
    (read) => read.ok && read.value.uses.values.some(({ name }) => name === 'run.tokens' || name === 'run.cost_usd'),
  );
}
