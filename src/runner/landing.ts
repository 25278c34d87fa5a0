import { randomUUID } from 'node:crypto';
import type { Approval, PersonSays } from '../model/person.ts';
import type { RunState } from '../model/runState.ts';
import { type ItemView, isOnlyItem, itemMeant } from '../model/runView.ts';
import { saidTo } from '../model/shapes.ts';
import type { Identity } from '../model/steps.ts';
import { understandingOf } from '../model/understanding.ts';
import type { RunnerReply } from '../protocol/runner.ts';
import type { LiveRun } from './liveRun.ts';
import { openGates } from './openGates.ts';
import { Refused } from './refusal.ts';

/** The item that a request means: the one it names, or the one that waits. */
export function itemOf(state: RunState, named: string | undefined): ItemView {
  const item = itemMeant(state, named);
  if (item !== undefined) return item;
  const { run } = state.start;
  throw new Refused(
    'unknown-item',
    named === undefined
      ? `Run ${run} has not begun an item yet. \`loopwright show ${run}\` tells how far it is.`
      : `Run ${run} has no item ${named}. \`loopwright show ${run}\` lists them.`,
  );
}

/**
 * Says to a waiting item that its change may land, and waits for what comes of it. What the engine would not take anyway
 * is refused here with the reason; the engine looks at all of it again.
 */
export async function land(
  run: LiveRun,
  { item: named, approval }: { readonly item?: string | undefined; readonly approval: Approval },
  by: Identity,
): Promise<RunnerReply<'land'>> {
  const item = itemOf(run.state, named);
  refuseTooEarly(run.state, item, approval);
  const after = await tell(run, item.id, { kind: 'land', approval, by });
  await untilOver(run, item.id);
  if (after.outcome?.status === 'delivered' && after.outcome.commit !== undefined) {
    return { status: 'delivered', commit: after.outcome.commit };
  }
  const gates = openGates(run.loop.gates, run.state, { item: item.id, approved: approval });
  return { status: 'refused', reason: run.broken ?? after.outcome?.reason ?? whyItWaits(after, approval, gates) };
}

/** Says to a waiting item that it is not wanted, and waits until it has ended. */
export async function reject(
  run: LiveRun,
  { item: named, reason }: { readonly item?: string | undefined; readonly reason: string },
  by: Identity,
): Promise<void> {
  const item = waiting(run.state, named);
  await tell(run, item.id, { kind: 'reject', reason, by });
  await untilOver(run, item.id);
}

/** An item that has ended gives its worktree back; whoever ended it finds everything in its place. */
async function untilOver(run: LiveRun, id: string): Promise<void> {
  const item = itemOf(run.state, id);
  if (item.outcome !== undefined && isOnlyItem(item)) await run.until(() => false);
}

/** Says yes at the gate that an item waits at. */
export async function approve(
  run: LiveRun,
  { item: named, gate }: { readonly item?: string | undefined; readonly gate?: string | undefined },
  by: Identity,
): Promise<void> {
  const item = waiting(run.state, named);
  const { waitsFor } = item;
  if (waitsFor?.kind !== 'gate' || (gate !== undefined && gate !== waitsFor.about)) {
    throw new Refused(
      'no-gate',
      waitsFor?.kind === 'gate'
        ? `${item.key} waits at the gate ${waitsFor.about}, not at ${gate}.`
        : `${item.key} waits at no gate that is approved like this. \`loopwright show ${run.id}\` tells what it waits for.`,
    );
  }
  await tell(run, item.id, { kind: 'approve', gate: waitsFor.about, by });
}

/** Lets an item that is stalled go on, with a word for the maker. */
export async function goOn(
  run: LiveRun,
  { item: named, note }: { readonly item?: string | undefined; readonly note: string },
  by: Identity,
): Promise<void> {
  const item = waiting(run.state, named);
  if (item.waitsFor?.kind !== 'question') {
    throw new Refused(
      'not-asking',
      `${item.key} does not ask how to go on. \`loopwright show ${run.id}\` tells what it waits for.`,
    );
  }
  await tell(run, item.id, { kind: 'continue', note, by });
}

/** Hands over what a person said; done when it is on disk. Returns the id that it has. */
export async function say(run: LiveRun, item: string, value: PersonSays): Promise<string> {
  const id = randomUUID();
  await run.say({ id, box: item, value });
  return id;
}

/** The item once it has heard this and waits again, or has ended. */
async function tell(run: LiveRun, item: string, value: PersonSays): Promise<ItemView> {
  const id = await say(run, item, value);
  const after = await run.until((state) => {
    const { status, outcome } = itemOf(state, item);
    return (
      outcome !== undefined ||
      (state.taken.has(id) && (status === 'waiting' || (value.kind !== 'land' && value.kind !== 'reject')))
    );
  });
  return itemOf(after, item);
}

function waiting(state: RunState, named: string | undefined): ItemView {
  const item = itemOf(state, named);
  if (item.status === 'waiting') return item;
  const { run } = state.start;
  throw new Refused('not-waiting', `Run ${run} does not wait for a person. Stop it with \`loopwright stop ${run}\`.`);
}

function refuseTooEarly(state: RunState, item: ItemView, approval: Approval): void {
  const { run, definition, understand } = state.start;
  const { change } = item;
  if (item.status !== 'waiting' || item.waitsFor !== undefined || change === undefined) {
    throw new Refused(
      'not-waiting',
      `Run ${run} is not ready to land: it is still at work. \`loopwright show ${run}\` tells how far it is.`,
    );
  }
  const same =
    approval.base === change.base &&
    approval.head === change.head &&
    approval.tree === change.tree &&
    approval.definition === definition;
  if (!same) {
    throw new Refused(
      'changed',
      `The change of run ${run} is not the one you approved any more. Review it again: \`loopwright review ${run}\`.`,
    );
  }
  if (!item.accepted) {
    throw new Refused(
      'not-proven',
      `The checks of run ${run} do not reach the goal with your edit. Edit it again, or reject the run.`,
    );
  }
  const { holds, reason } = understandingOf(understand, saidTo(state, item.id), change.head);
  if (!holds) throw new Refused('gate-closed', `${reason} \`loopwright review ${run}\` asks.`);
}

function whyItWaits(item: ItemView, approved: Approval, gates: string | undefined): string {
  if (item.refusal !== undefined) return item.refusal;
  if (item.change?.head !== approved.head) {
    return 'The target has moved and touches the same files, or fails the checks. The merge of both is the change now: review it again.';
  }
  return gates === undefined ? 'It was not landed; the item waits on.' : `Your approval is recorded. ${gates}`;
}
