import { reached } from '../engine/budgets.ts';
import type { StepHandlers } from '../engine/durable.ts';
import type { StepInput } from '../model/steps.ts';
import type { StepWorld } from './stepWorld.ts';

/** Sums up what was spent, and says whether there may be another pass. */
export function accountStep({ purse }: Pick<StepWorld, 'purse'>): Pick<StepHandlers, 'account'> {
  return {
    account: async (input, { runId }) => {
      const { loop, item, at, limits } = input;
      const spender = { loop, item, run: runId, at };
      const { run, item: own } = await purse.settled(spender);
      // What other lanes have under way counts against what they share.
      const { over, warnings } = reached(await purse.limits(runId, limits), await purse.spent(spender));
      const ended = over ?? passesOver(input, await purse.passes(runId));
      return { run, item: own, ...(ended === undefined ? {} : { over: ended }), warnings: [...warnings] };
    },
  };
}

function passesOver({ maxIterations }: StepInput<'account'>, begun: number): string | undefined {
  if (maxIterations === undefined || begun < maxIterations) return undefined;
  const words = maxIterations === 1 ? 'The one iteration' : `All ${maxIterations} iterations`;
  return `${words} of the run (budget.max-iterations) ${maxIterations === 1 ? 'is' : 'are'} used up.`;
}
