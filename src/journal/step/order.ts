import type { CommandSpec } from '../../engine/durable.ts';

/** What the runner tells a wrapper on its standard input: one line of JSON. */
export interface Order {
  readonly directory: string;
  readonly spec: CommandSpec;
}

/** Exit codes of the wrapper besides 0 (`exit.json` is written, or there was no order). */
export const wrapperExit = {
  /** Another wrapper does this step. */
  claimed: 75,
  /** The step's folder cannot be written; standard error says why. */
  broken: 74,
} as const;

/** The order's line; `undefined` when the runner died before it had written all of it. */
export function parseOrder(text: string): Order | undefined {
  const end = text.indexOf('\n');
  return end === -1 ? undefined : (JSON.parse(text.slice(0, end)) as Order);
}
