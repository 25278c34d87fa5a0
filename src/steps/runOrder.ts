import type { CommandSpec, StepContext } from '../engine/durable.ts';
import type { CommandResult } from '../model/steps.ts';
import { commandEnvironment, type Environment, secretValues } from './environment.ts';

/** One command, without what every command gets. */
export type Order = Omit<CommandSpec, 'outputLimitBytes' | 'secrets'>;

/** A command that prints more is stopped, and says so. */
const outputLimitBytes = 16 * 1024 * 1024;

/** A command with the environment and the limits that every command gets; `own` is the runner's environment. */
export function commandSpec(own: Environment, { env, ...order }: Order): CommandSpec {
  const secrets = secretValues(own, env);
  return { ...order, env: { ...commandEnvironment(own), ...env }, outputLimitBytes, secrets };
}

/**
 * Runs a step's command. `order` is asked for only when the command is not running or done already; aborting `signal` ends
 * it before its time.
 */
export function runOrder(
  own: Environment,
  context: StepContext,
  order: () => Promise<Order>,
  signal?: AbortSignal,
): Promise<CommandResult> {
  return context.command(async () => commandSpec(own, await order()), signal);
}

/** Seconds that a command may take: its own limit, or what is left of the run's working time. */
export function secondsLeft(own: number, deadline: number | undefined, now: number): number {
  if (deadline === undefined) return own;
  return Math.min(own, Math.max((deadline - now) / 1000, shortest));
}

/** A command that is started at the very end of the budget is still one that is started, and stopped at once. */
const shortest = 0.05;
