import type { StepHandlers } from '../engine/durable.ts';
import { commandSteps } from './commands.ts';
import { decideStep } from './decide.ts';
import { landingSteps } from './landing.ts';
import type { StepWorld } from './stepWorld.ts';
import { worktreeSteps } from './worktrees.ts';

/** A handler for every kind of step. */
export function stepHandlers(world: StepWorld): StepHandlers {
  return { ...worktreeSteps(world), ...commandSteps(world), ...decideStep, ...landingSteps(world) };
}
