import { ok } from '../model/result.ts';
import { foldAll } from '../model/runState.ts';
import { itemMeant } from '../model/runView.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { evidenceOf } from '../review/evidence/evidenceOf.ts';
import { type Ending, exitCodes, fail, refused } from './ending.ts';
import { itemOfRun } from './findItem.ts';
import { evidenceText } from './text/evidenceText.ts';
import { paint } from './text/paint.ts';
import type { Invocation } from './world.ts';

/** Tells what speaks for and against the change of an item: the facts of the evidence page, from the same events. */
export async function showEvidence(
  client: RunnerClient,
  { terminal, json }: Invocation,
  run: string,
  named: string | undefined,
): Promise<Ending> {
  const meant = await itemOfRun(client, run, named);
  if (!meant.ok) return meant;
  const events = await client.request('events', { run, from: 0 });
  if (!events.ok) return refused(events.error);
  const state = foldAll(events.value);
  const item = state === undefined ? undefined : itemMeant(state, meant.value.item.id);
  if (state === undefined || item === undefined) {
    return fail('no-evidence', `The events of run ${run} cannot be read. \`loopwright doctor\` looks for the reason.`);
  }
  const evidence = evidenceOf(state, item);
  if (json) terminal.print(JSON.stringify(evidence));
  else for (const line of evidenceText(evidence, paint(terminal.colours))) terminal.print(line);
  return ok(exitCodes.done);
}
