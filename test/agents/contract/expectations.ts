import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { FailureCause, TurnOutcome } from '../../../src/agents/port.ts';
import type { Totals } from '../mocks/index.ts';
import type { Cell, Done, Verdict } from './cell.ts';

/** Milliseconds after which a silent agent is ended, as the driver's watchdog would much later. */
export const silenceMs = 12_000;

/** The whole outcome in the message, so that a failed cell says what the agent did. */
export function requireStatus({ outcome }: Done, status: TurnOutcome['status']): void {
  expect(outcome, JSON.stringify(outcome)).toMatchObject({ status });
}

/**
 * What the agent says it used is what the mock served. An agent that tells its last call only is held to that, and cannot
 * be counted while it works.
 */
export function requireUsage(cell: Cell, { outcome }: Done, served: Totals = cell.totals()): Verdict {
  if (cell.can.usage === 'none') return 'cannot: tells no usage';
  const { usage } = outcome;
  expect(usage, 'the agent told no usage').not.toBeNull();
  if (cell.can.usage === 'last-step') {
    const last = cell.mock
      .calls()
      .filter((call) => !call.aside)
      .at(-1)?.served;
    expect(usage?.outputTokens).toBe(last?.output);
    return 'cannot: tells the usage of its last model call only';
  }
  expect({ input: usage?.inputTokens, output: usage?.outputTokens }).toEqual({
    input: served.input + served.cacheRead + served.cacheWrite,
    output: served.output,
  });
  // Over ACP nobody says which part was read from a cache.
  if (['claude', 'codex', 'pi'].includes(cell.agent)) expect(usage?.cachedTokens).toBe(served.cacheRead);
  if (cell.can.cost) expect(usage?.costUsd).toBeCloseTo(served.costUsd, 6);
  else expect(usage?.costUsd, 'an unknown cost is null').toBeNull();
  return 'pass';
}

/** So long after the first model call, however slowly the program starts. */
export async function silence(cell: Cell): Promise<void> {
  await cell.mock.called('cell', 1);
  await sleep(silenceMs * (cell.can.errorsTyped ? 3 : 1));
}

/**
 * A model server that refuses. An agent with typed errors says why; any other one must not call that a success, and may
 * say nothing at all until it is ended.
 */
export async function requireFailure(cell: Cell, cause: FailureCause): Promise<Verdict> {
  const done = await cell.turn({}, { abortOn: silence(cell) });
  if (cell.can.errorsTyped) {
    requireStatus(done, 'failed');
    expect(done.outcome.cause, JSON.stringify(done.outcome)).toBe(cause);
    return 'pass';
  }
  if (done.outcome.status === 'completed') {
    // The turn may end as if all were well. Nothing was done, which is what the engine looks at.
    expect(await cell.world.changes()).toEqual([]);
    return 'cannot: tells no errors, ended as if all were well';
  }
  if (done.outcome.status === 'aborted') return 'cannot: silent, ended by the idle watchdog';
  return done.outcome.cause === cause ? 'pass' : `cannot: errors have no types (said: ${done.outcome.cause})`;
}

/** Waits for something that comes soon. */
export async function soon(what: string, holds: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  for (const until = Date.now() + withinMs; !(await holds()); await sleep(50)) {
    if (Date.now() > until) throw new Error(`did not happen within ${withinMs / 1000} s: ${what}`);
  }
}
