import type { Asked } from './dialect.ts';
import type { Plan } from './modelStep.ts';
import type { ModelCall, PlanFor } from './server.ts';

/**
 * One plan after the other: each new conversation (an iteration with a fresh session) follows the next one, the last
 * one again and again. For conversations that follow each other; those at the same time want scenarios of their own.
 */
export function inOrder(...plans: readonly Plan[]): PlanFor {
  return (asked: Asked, calls: readonly ModelCall[]) => {
    // Those that were refused at their beginning are asked again, and are no new conversations.
    const begun = calls.filter((call) => !call.aside && call.asked.position === 0 && call.served).length;
    const index = asked.position === 0 ? begun : begun - 1;
    return plans[Math.min(Math.max(index, 0), plans.length - 1)] ?? [];
  };
}
