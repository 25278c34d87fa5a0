import type { StepHandlers } from '../engine/durable.ts';
import { asksAt, decide } from '../engine/verdict.ts';

/** The steps that decide over facts: nothing is read and nothing is run. */
export const decisionSteps: Pick<StepHandlers, 'decide' | 'gate'> = {
  decide: async (input) => decide(input),
  gate: async (input) => asksAt(input),
};
