import type { CommandId, RunTarget } from '../commandTable.ts';
import { inWords, isReviewable } from '../runs/itemsNow.ts';
import type { RunEntry } from '../runs/runStore.ts';
import { type WaitingItem, waitingOf } from '../runs/waitingItems.ts';

const openReview: CommandId = 'loopwright.openReview';
const revealRun: CommandId = 'loopwright.revealRun';

/** What a run has to say when it comes to rest, and the one button that goes on from there. */
export interface Notice {
  readonly text: string;
  readonly button: string;
  readonly command: CommandId;
  readonly target: RunTarget;
  readonly bad: boolean;
  /** Whether a person is needed; else it is only good to know. */
  readonly needed: boolean;
}

/**
 * What there is to tell of a run now, each with a name of its own: the items that wait, or how it ended. Once a name was told
 * it is no news.
 */
export function tellable(entry: RunEntry): readonly string[] {
  if (entry.state?.outcome !== undefined) return [`ended ${entry.state.outcome.status}`];
  return waitingOf(entry).map(nameOf);
}

/** What to say of it; nothing of what the person did themselves (stopped, rejected, landed). `fresh` names what was not told yet. */
export function noticeOf(entry: RunEntry, fresh: readonly string[]): Notice | undefined {
  const { summary } = entry;
  const show = { button: 'Show Run', command: revealRun, target: { run: summary.id } };
  if (summary.finishedAt === undefined) return waitingNotice(entry, fresh, show);
  const text = `${summary.loop}: ${summary.reason}`;
  switch (summary.status) {
    case 'gave-up':
    case 'failed':
      return { text, ...show, bad: true, needed: true };
    case 'nothing-found':
      return { text, ...show, bad: false, needed: false };
    case 'delivered':
      return wasLetThrough(entry) ? undefined : { text, ...show, bad: false, needed: false };
    case 'waiting':
    case 'paused':
    case 'running':
    case 'rejected':
    case 'stopped':
      return undefined;
  }
}

function waitingNotice(
  entry: RunEntry,
  fresh: readonly string[],
  show: Pick<Notice, 'button' | 'command' | 'target'>,
): Notice | undefined {
  const { loop } = entry.summary;
  const [one, another] = waitingOf(entry).filter((item) => fresh.includes(nameOf(item)));
  if (one === undefined) return undefined;
  const kind = { bad: false, needed: true };
  if (another !== undefined)
    return { text: `${loop}: ${waitingOf(entry).length} items wait for you.`, ...show, ...kind };
  const text = `${loop}${inWords(one.view)}: ${one.why}`;
  const { run, item } = one;
  return isReviewable(one.view) && one.view.waitsFor === undefined
    ? { text, button: 'Open Review', command: openReview, target: { run, item }, ...kind }
    : { text, ...show, ...kind };
}

/** An item that waits once more, after other passes or for something else, is news again. */
const nameOf = ({ item, view }: WaitingItem): string =>
  `waits ${item} ${view.waitsFor?.kind ?? 'review'} ${view.waitsFor?.about ?? ''} ${view.iterations.length}`;

/** Whether a person delivered something of this run: they know. */
const wasLetThrough = ({ state }: RunEntry): boolean =>
  state !== undefined && [...state.items.values()].some(({ said }) => said.some(({ kind }) => kind === 'land'));
