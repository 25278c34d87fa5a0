import * as z from 'zod';
import type { ItemView } from './runView.ts';
import { stepsOfKind } from './stepState.ts';
import { goalPartSchema } from './steps.ts';

/** The goal of an item as it was judged last. */
export const goalNowSchema = z.strictObject({
  expression: z.string(),
  /** Empty where the journal does not say (it is older, or nothing was judged yet). */
  parts: z.array(goalPartSchema),
  /** Which iteration it was judged after: 0 is the look before. */
  iteration: z.number().int(),
  accepted: z.boolean(),
  /** Why the pass is not done, where that is not said by the parts. */
  objections: z.array(z.string()),
});
export type GoalNow = z.infer<typeof goalNowSchema>;

/** The goal as it was judged last; null where nothing was judged yet. */
export function goalNow(item: Pick<ItemView, 'iterations'> | undefined): GoalNow | null {
  const iterations = item?.iterations ?? [];
  const decided = iterations.flatMap(({ steps }) => stepsOfKind(steps, 'decide')).findLast(({ result }) => result);
  if (decided?.result === undefined) return null;
  const { input, result } = decided;
  return {
    expression: input.goal,
    parts: [...(result.parts ?? [])],
    iteration: input.iteration,
    accepted: result.accepted,
    objections: input.objections.length > 0 || result.parts === undefined ? [...result.reasons] : [],
  };
}
