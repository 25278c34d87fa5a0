import type { RunStart } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import type { RunOutcome } from '../model/outcome.ts';
import type { Item } from '../model/steps.ts';
import type { Durable } from './durable.ts';
import { raiseFailure } from './inboxEntries.ts';
import { outcomeOf } from './outcomeOf.ts';
import { runItem } from './runItem.ts';
import { Slots } from './slots.ts';
import { summed } from './summed.ts';
import { survey } from './survey.ts';

/**
 * The life of a run, from its precheck to its end. Decides only from `loop`, `start` and what `durable` answers, so that
 * running it again over the same journal takes the same way. What a run can meet is an outcome, not an error.
 */
export async function runLoop(loop: Loop, start: RunStart, durable: Durable): Promise<RunOutcome> {
  try {
    const surveyed = await survey(loop, start, durable).catch((error: unknown) => ({ outcome: outcomeOf(error) }));
    if ('outcome' in surveyed) {
      if (surveyed.outcome.status === 'failed') await raiseFailure(durable, start, surveyed.outcome.reason);
      return surveyed.outcome;
    }
    return await runItems(loop, start, durable, surveyed);
  } catch (error) {
    return outcomeOf(error);
  }
}

async function runItems(
  loop: Loop,
  start: RunStart,
  durable: Durable,
  { items, memory }: { readonly items: readonly Item[]; readonly memory: string },
): Promise<RunOutcome> {
  const slots = new Slots(loop.items?.['max-parallel'] ?? 1);
  const outcomes = await Promise.all(
    items.map((item) => slots.hold(() => runItem({ loop, start, durable, item, memory, slots }))),
  );
  return summed(outcomes);
}
