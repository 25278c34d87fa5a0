import type { ItemView } from '../../model/runView.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import type { GoalNow } from '../../protocol/runPageView.ts';

/** The goal as it was judged last; null where nothing was judged yet. */
export function goalNow(item: ItemView | undefined): GoalNow | null {
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
