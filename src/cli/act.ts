import type { Command } from 'commander';
import type { Ending } from './ending.ts';
import type { Invocation } from './world.ts';

/** What a command does; gets commander's arguments and options as they were parsed. */
export type Handler<A extends readonly unknown[], O> = (invocation: Invocation, args: A, options: O) => Promise<Ending>;

/**
 * Makes a commander action of a handler. The action's arguments come first, then the options, then the command itself;
 * the types of the arguments are what the command declared to commander.
 */
export type Act = <A extends readonly unknown[] = [], O = Record<never, never>>(
  handler: Handler<A, O>,
) => (...given: unknown[]) => Promise<void>;

/** The arguments and options in what commander hands to an action. */
export function given<A extends readonly unknown[], O>(parts: readonly unknown[]): { args: A; options: O } {
  const command = parts.at(-1) as Command;
  return { args: parts.slice(0, -2) as unknown as A, options: command.optsWithGlobals() as O };
}
