import { randomUUID } from 'node:crypto';
import type { Approval } from '../model/person.ts';
import type { RunState } from '../model/runState.ts';
import { statusOf } from '../model/runState.ts';
import { itemsOf } from '../model/runView.ts';
import type { Identity } from '../model/steps.ts';
import { understandingOf } from '../model/understanding.ts';
import type { RunnerReply } from '../protocol/runner.ts';
import type { LiveRun } from './liveRun.ts';
import { Refused } from './refusal.ts';

/**
 * Says to a waiting run that its change may land, and waits for what comes of it. What the engine would not take anyway is
 * refused here with the reason; the engine looks at all of it again.
 */
export async function land(run: LiveRun, approval: Approval, by: Identity): Promise<RunnerReply<'land'>> {
  refuseTooEarly(run.state, approval);
  const id = randomUUID();
  await run.say(id, { kind: 'land', approval, by });
  const after = await run.until((state) => state.taken.includes(id) && state.awaits !== undefined);
  if (after.outcome?.status === 'delivered' && after.outcome.commit !== undefined) {
    return { status: 'delivered', commit: after.outcome.commit };
  }
  return { status: 'refused', reason: run.broken ?? after.outcome?.reason ?? whyItWaits(run.state, approval) };
}

/** Says to a waiting run that its change is not wanted, and waits until it has ended. */
export async function reject(run: LiveRun, reason: string, by: Identity): Promise<void> {
  if (statusOf(run.state) !== 'waiting') {
    throw new Refused(
      'not-waiting',
      `Run ${run.id} does not wait for a person. Stop it with \`loopwright stop ${run.id}\`.`,
    );
  }
  await run.say(randomUUID(), { kind: 'reject', reason, by });
  await run.until(() => false);
}

function refuseTooEarly(state: RunState, approval: Approval): void {
  const { run, definition, understand } = state.start;
  const item = itemsOf(state)[0];
  const change = item?.change;
  if (state.awaits === undefined || change === undefined) {
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
  if (item?.accepted !== true) {
    throw new Refused(
      'not-proven',
      `The checks of run ${run} do not reach the goal with your edit. Edit it again, or reject the run.`,
    );
  }
  const { holds, reason } = understandingOf(understand, state.said, change.head);
  if (!holds) throw new Refused('gate-closed', `${reason} \`loopwright review ${run}\` asks.`);
}

function whyItWaits(state: RunState, approved: Approval): string {
  const item = itemsOf(state)[0];
  if (item?.refusal !== undefined) return item.refusal;
  if (item?.change?.head !== approved.head) {
    return 'The target has moved and touches the same files, or fails the checks. The merge of both is the change now: review it again.';
  }
  return 'It was not landed; the run waits on.';
}
