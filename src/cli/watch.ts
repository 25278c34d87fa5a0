import { ok } from '../model/result.ts';
import { isOver, statusOf } from '../model/runState.ts';
import { detailOf } from '../model/shapes.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, exitCodes, refused } from './ending.ts';
import { exitOfStatus } from './exitOfStatus.ts';
import { follow } from './follow.ts';
import { nextStep } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { progressText } from './text/progressText.ts';
import type { Invocation } from './world.ts';

/**
 * Tells a run from its beginning as it goes, until it waits for a person or ends; how it stands is the exit code. With
 * `--json` its events, a line each.
 */
export async function watch(client: RunnerClient, invocation: Invocation, run: string): Promise<Ending> {
  const { terminal, json, folder, signal, connect } = invocation;
  const brush = paint(terminal.colours);
  const watched = await follow(client, {
    run,
    signal,
    until: (state) => statusOf(state) === 'waiting' || isOver(statusOf(state)),
    reconnect: () => connect({ folder, start: true, signal }),
    onEvent: (recorded, state) => {
      const lines = json ? [JSON.stringify(recorded)] : progressText(recorded, state, brush);
      for (const line of lines) terminal.print(line);
    },
  });
  if (!watched.ok) return refused(watched.error);
  if (watched.value === undefined) {
    if (!json) terminal.complain(`\nRun ${run} goes on. To stop it: loopwright stop ${run}`);
    return ok(exitCodes.interrupted);
  }
  const status = statusOf(watched.value);
  const next = nextStep(detailOf(watched.value));
  if (!json && next !== undefined) terminal.print(`next: ${brush.cyan(next)}`);
  return ok(exitOfStatus(status));
}
