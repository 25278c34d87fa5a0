import type { StepHandlers } from '../engine/durable.ts';
import { accountStep } from './account.ts';
import { provingSteps } from './checking.ts';
import { commandSteps } from './commands.ts';
import { decisionSteps } from './decide.ts';
import { deliverySteps } from './delivering.ts';
import { landingSteps } from './landing.ts';
import { proofSteps } from './proofs.ts';
import { memorySteps } from './remembering.ts';
import { reproduceStep } from './reproduce.ts';
import { roleSteps } from './roles.ts';
import type { StepWorld } from './stepWorld.ts';
import { surveySteps } from './surveying.ts';
import { worktreeSteps } from './worktrees.ts';

/** A handler for every kind of step. */
export function stepHandlers(world: StepWorld): StepHandlers {
  return {
    ...surveySteps(world),
    ...memorySteps(world),
    ...worktreeSteps(world),
    ...commandSteps(world),
    ...roleSteps(world),
    ...reproduceStep(world),
    ...accountStep(world),
    ...provingSteps(world),
    ...proofSteps(world),
    ...decisionSteps,
    ...landingSteps(world),
    ...deliverySteps(world),
  };
}
