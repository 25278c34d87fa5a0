import { ok } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, exitCodes } from './ending.ts';
import { type ItemDetail, itemName, itemOfRun, type Meant } from './findItem.ts';
import { inert } from './text/inert.ts';
import { nextOfItem } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { statusText } from './text/statusText.ts';
import type { Invocation } from './world.ts';

/** Tells where an item is after a person has said something to it. */
export async function tellStanding(
  client: RunnerClient,
  { terminal, json }: Invocation,
  { run, item }: Meant,
  said: string,
): Promise<Ending> {
  const after = await itemOfRun(client, run.id, item.id);
  if (!after.ok) return after;
  const now = after.value.item;
  const reason = now.reason === '' ? after.value.run.reason : now.reason;
  if (json) {
    terminal.print(JSON.stringify({ run: run.id, ...itemName(now), status: now.status, reason }));
    return ok(exitCodes.done);
  }
  const brush = paint(terminal.colours);
  terminal.print(`${said} ${statusText(now.status, brush)}: ${inert(reason)}`);
  const next = nextOf(run.id, now);
  terminal.print(`next: ${brush.cyan(next)}`);
  return ok(exitCodes.done);
}

function nextOf(run: string, item: ItemDetail): string {
  if (item.status === 'waiting') return nextOfItem(run, item);
  return item.status === 'paused' ? `loopwright resume ${run}` : `loopwright logs ${run} --follow`;
}
