import { saidTo } from '../../model/shapes.ts';
import type { Identity } from '../../model/steps.ts';
import { understandingOf } from '../../model/understanding.ts';
import type { RunnerParams } from '../../protocol/runner.ts';
import { waitsForReview } from '../files.ts';
import { itemOf, say } from '../landing.ts';
import type { LiveRun } from '../liveRun.ts';
import { Refused } from '../refusal.ts';

/** Characters of a reason that says something. */
const leastReason = 10;

/**
 * Lets the closed comprehension gate be open for this very content: `by` answers for it. Refused where the gate is open anyway,
 * so that an override always means that the answers did not open it.
 */
export async function override(
  run: LiveRun,
  { item: named, head, reason }: Omit<RunnerParams<'override'>, 'run'>,
  by: Identity,
): Promise<void> {
  const item = itemOf(run.state, named);
  const { understand } = run.state.start;
  if (understand === undefined) {
    throw new Refused(
      'no-gate',
      `The loop ${run.loop.name} asks for no proof of understanding: nothing is to override.`,
    );
  }
  if (!waitsForReview(item)) {
    throw new Refused('not-waiting', `${item.key} of run ${run.id} does not wait for a person to land it just now.`);
  }
  if (item.change?.head !== head) {
    throw new Refused(
      'changed',
      `The change of run ${run.id} is not the one that you read any more. Read it again: \`loopwright review ${run.id}\`.`,
    );
  }
  const { holds, reason: why } = understandingOf(understand, saidTo(run.state, item.id), head);
  if (holds) throw new Refused('gate-holds', `The gate is open, so there is nothing to override: ${why}`);
  const written = reason.trim();
  if (written.length < leastReason) {
    throw new Refused('no-reason', `Say why it may land all the same, in ${leastReason} characters at least.`);
  }
  await say(run, item.id, { kind: 'override', head, reason: written, by });
}
