import { commands, window } from 'vscode';
import { coalesced } from '../coalesced.ts';
import type { CommandId, RunTarget } from '../commandTable.ts';
import { withoutLinks } from '../plainText.ts';
import { inWords, isReviewable } from './itemsNow.ts';
import type { RunEntry, RunStore } from './runStore.ts';
import { countWaiting, waitingOf } from './waitingItems.ts';

const openReview: CommandId = 'loopwright.openReview';
const revealRun: CommandId = 'loopwright.revealRun';

/** What a run has to say when it comes to rest, and the one button that goes on from there. */
interface Notice {
  readonly text: string;
  readonly button: string;
  readonly command: CommandId;
  readonly target: RunTarget;
  readonly bad: boolean;
}

/** Tells once when a run that this window started needs a person or ended without one's doing. */
export class Attention {
  readonly #store: RunStore;
  readonly #isReviewed: (run: string) => boolean;
  readonly #mine = new Set<string>();
  readonly #told = new Set<string>();
  readonly #unsubscribe: () => void;
  readonly #update = coalesced(() => {
    for (const run of this.#mine) void this.#look(run);
  });

  constructor(store: RunStore, isReviewed: (run: string) => boolean) {
    this.#store = store;
    this.#isReviewed = isReviewed;
    this.#unsubscribe = store.onChange((run) => {
      if (run !== undefined && this.#mine.has(run)) this.#update.ask();
    });
  }

  watch(run: string): void {
    this.#mine.add(run);
    void this.#look(run);
  }

  dispose(): void {
    this.#update.cancel();
    this.#unsubscribe();
  }

  async #look(run: string): Promise<void> {
    const entry = this.#store.get(run);
    const notice = entry === undefined ? undefined : noticeOf(entry);
    if (entry === undefined || notice === undefined || this.#isReviewed(run)) return;
    const once = `${run} ${countWaiting(entry) > 0 ? 'waiting' : entry.summary.status}`;
    if (this.#told.has(once)) return;
    this.#told.add(once);
    const show = notice.bad ? window.showWarningMessage : window.showInformationMessage;
    if ((await show(withoutLinks(notice.text), notice.button)) === notice.button) {
      await commands.executeCommand(notice.command, notice.target);
    }
  }
}

/** Nothing to tell while it goes on, nor of what the person did themselves (stopped, rejected, landed). */
function noticeOf(entry: RunEntry): Notice | undefined {
  const { summary } = entry;
  const show = { button: 'Show Run', command: revealRun, target: { run: summary.id } };
  if (countWaiting(entry) > 0) return waitingNotice(entry, show);
  const text = `${summary.loop}: ${summary.reason}`;
  switch (summary.status) {
    case 'gave-up':
    case 'failed':
      return { text, ...show, bad: true };
    case 'nothing-found':
      return { text, ...show, bad: false };
    case 'delivered':
      return wasLetThrough(entry) ? undefined : { text, ...show, bad: false };
    case 'waiting':
    case 'running':
    case 'rejected':
    case 'stopped':
      return undefined;
  }
}

function waitingNotice(entry: RunEntry, show: Pick<Notice, 'button' | 'command' | 'target'>): Notice {
  const { loop } = entry.summary;
  const [one, another] = waitingOf(entry);
  if (one === undefined || another !== undefined) {
    return { text: `${loop}: ${countWaiting(entry)} items wait for you.`, ...show, bad: false };
  }
  const text = `${loop}${inWords(one.view)}: ${one.why}`;
  const { run, item } = one;
  return isReviewable(one.view) && one.view.waitsFor === undefined
    ? { text, button: 'Open Review', command: openReview, target: { run, item }, bad: false }
    : { text, ...show, bad: false };
}

/** Whether a person delivered something of this run: they know. */
const wasLetThrough = ({ state }: RunEntry): boolean =>
  state !== undefined && [...state.items.values()].some(({ said }) => said.some(({ kind }) => kind === 'land'));
