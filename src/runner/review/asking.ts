import type { AskedRemark, Decision, TakenOut } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { RunState } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import type { Identity } from '../../model/steps.ts';
import type { KeptMarks } from '../../review/marks/keptMarks.ts';
import { waitsForReview, worktreeOf } from '../files.ts';
import { itemOf, say } from '../landing.ts';
import type { LiveRun } from '../liveRun.ts';
import { Refused } from '../refusal.ts';
import type { FileTexts } from './fileTexts.ts';
import { isPending } from './marksNow.ts';
import { sendings } from './sending.ts';
import { planTakingOut, takeOutOf } from './takingOut.ts';
import { type Limits, whatIsUsedUp } from './usedUp.ts';
import { WorktreeFiles } from './worktreeFiles.ts';

/** What is asked of the change of an item that waits. */
export interface Asking {
  readonly run: LiveRun;
  /** The item's id. */
  readonly item: string;
  /** The head that was read. */
  readonly head: string;
  readonly by: Identity;
  readonly kept: KeptMarks;
  readonly texts: FileTexts;
  readonly outline: () => Promise<ReviewOutline>;
}

/**
 * Takes out of the worktree what was decided on, and waits until the engine has proven and judged what is left. Killed at any
 * moment it can be asked for again.
 */
export async function takeOut(asking: Asking): Promise<void> {
  const { run, item: id, by } = asking;
  const item = readItem(asking);
  const decisions = await decisionsOn(asking.kept, asking.outline);
  if (decisions.length === 0) {
    throw new Refused(
      'nothing-decided',
      'No piece of this change is to be taken out. Decide on one first: `loopwright take-out`.',
    );
  }
  const takenOut = await clear(asking, item, decisions, (leavesNothing) => {
    if (!leavesNothing) return;
    throw new Refused('nothing-left', 'Nothing would be left of the change. Reject it, or keep a part of it.');
  });
  const signal = await say(run, id, { kind: 'edited', by, takenOut: [...takenOut] });
  await run.until((state) => {
    const { status, outcome } = itemOf(state, id);
    return outcome !== undefined || (state.taken.has(signal) && status === 'waiting');
  });
}

/** Characters of everything that people say in one request: it all goes into one prompt. */
const mostAsked = 65_536;

/** Sends the pending remarks and what is to be taken out back to the agents; done when their work has begun. */
export async function requestChanges(
  asking: Asking,
  { note, limits }: { readonly note?: string | undefined; readonly limits: Limits },
): Promise<void> {
  const { run, item: id, head, by, kept } = asking;
  const item = readItem(asking);
  const remarks = pendingOf(kept, run.state, item);
  const decisions = await decisionsOn(kept, asking.outline);
  const said = note?.trim() ?? '';
  if (remarks.length === 0 && decisions.length === 0 && said === '') {
    throw new Refused(
      'nothing-asked',
      'There is nothing to send: no remark that is pending, no piece to be taken out, no note. Say what is to be changed.',
    );
  }
  refuseTooMuch([said, ...remarks.flatMap((remark) => remark.said), ...decisions.map(({ why = '' }) => why)]);
  const usedUp = await whatIsUsedUp(run, item, limits);
  if (usedUp !== undefined) throw new Refused('used-up', usedUp);
  const takenOut = await clear(asking, item, decisions);
  const signal = await say(run, id, {
    kind: 'request-changes',
    head,
    remarks: [...remarks],
    takenOut: [...takenOut],
    ...(said === '' ? {} : { note: said }),
    by,
  });
  const isBegun = ({ requests, outcome }: ItemView): boolean =>
    outcome !== undefined || requests.length > item.requests.length;
  const after = await run.until((state) => {
    const now = itemOf(state, id);
    return isBegun(now) || (state.taken.has(signal) && now.status === 'waiting');
  });
  if (run.broken !== undefined) throw new Refused('broken', run.broken);
  if (!isBegun(itemOf(after, id))) throw readAgain(run);
}

/** The item, waiting with the very change that was read. */
function readItem({ run, item: id, head }: Asking): ItemView {
  const item = itemOf(run.state, id);
  if (!waitsForReview(item)) {
    throw new Refused(
      'not-waiting',
      `${item.key} of run ${run.id} does not wait for a review just now. \`loopwright show ${run.id}\` tells what it does.`,
    );
  }
  if (item.change?.head !== head) throw readAgain(run);
  return item;
}

const readAgain = ({ id }: LiveRun): Refused =>
  new Refused(
    'changed',
    `The change of run ${id} is not the one that you read any more. Read it again: \`loopwright review ${id}\`.`,
  );

/** The decisions on pieces that the change has. */
export async function decisionsOn(kept: KeptMarks, outline: Asking['outline']): Promise<readonly Decision[]> {
  if (kept.decisions.size === 0) return [];
  const { files } = await outline();
  const pieces = new Set(files.flatMap(({ units }) => units.flatMap((unit) => unit.pieces.map(({ id }) => id))));
  return [...kept.decisions.values()].filter(({ piece }) => pieces.has(piece));
}

function pendingOf(kept: KeptMarks, state: RunState, item: ItemView): readonly AskedRemark[] {
  const sent = sendings(state, item);
  return [...kept.remarks.values()]
    .filter((remark) => isPending(remark, sent))
    .map(({ id, anchor, quote, said }) => ({ id, anchor, quote: [...quote], said: said.map(({ text }) => text) }));
}

function refuseTooMuch(texts: readonly string[]): void {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length <= mostAsked) return;
  throw new Refused(
    'too-much',
    `All that is to be sent has ${length} characters; ${mostAsked} are taken at once. Say it shorter, or resolve some of the threads first.`,
  );
}

/** Writes the files without what was decided on; `mayBe` refuses before anything is written. */
async function clear(
  { run, texts, outline }: Asking,
  item: ItemView,
  decisions: readonly Decision[],
  mayBe: (leavesNothing: boolean) => void = () => {},
): Promise<readonly TakenOut[]> {
  const worktree = await WorktreeFiles.open(worktreeOf(run.state, item));
  const { change } = item;
  if (decisions.length === 0 || change === undefined) return [];
  const plan = await planTakingOut({ change, outline: await outline(), texts, worktree }, decisions);
  mayBe(plan.leavesNothing);
  if (!waitsForReview(itemOf(run.state, item.id))) throw readAgain(run);
  await takeOutOf(worktree, plan);
  return plan.takenOut;
}
