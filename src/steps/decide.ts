import type { StepHandlers } from '../engine/durable.ts';
import { evaluateGoal, falseParts } from '../engine/goal.ts';

/** Whether a pass is done: the goal holds and nothing speaks against it. Reasons are what the maker is told. */
export const decideStep: Pick<StepHandlers, 'decide'> = {
  decide: async ({ goal, checks, objections }) => {
    const answer = evaluateGoal(goal, checks);
    const goalHolds = answer.ok && answer.value;
    // A pass that was not worth checking is told what is wrong with it, not that its checks did not run.
    if (objections.length > 0) return { goalHolds, accepted: false, reasons: [...objections] };
    const reasons = answer.ok ? [...falseParts(goal, checks)] : [answer.error];
    return { goalHolds, accepted: goalHolds, reasons: goalHolds ? [] : reasons };
  },
};
