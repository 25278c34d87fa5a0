import { ok } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, exitCodes, refused } from './ending.ts';
import { inert } from './text/inert.ts';
import { nextStep } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { statusText } from './text/statusText.ts';
import type { Invocation } from './world.ts';

/** Tells where a run is after a person has ordered something of it. */
export async function tellRun(
  client: RunnerClient,
  { terminal, json }: Invocation,
  run: string,
  done: string,
): Promise<Ending> {
  const shown = await client.request('show', { run });
  if (!shown.ok) return refused(shown.error);
  const { status, reason } = shown.value;
  if (json) {
    terminal.print(JSON.stringify({ run, status, reason }));
    return ok(exitCodes.done);
  }
  const brush = paint(terminal.colours);
  terminal.print(`${done} ${statusText(status, brush)}: ${inert(reason)}`);
  const next = nextStep(shown.value);
  if (next !== undefined) terminal.print(`next: ${brush.cyan(next)}`);
  return ok(exitCodes.done);
}
