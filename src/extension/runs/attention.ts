import { commands, window } from 'vscode';
import type { CommandId } from '../commandTable.ts';
import type { RunEntry, RunStore } from './runStore.ts';

const openReview: CommandId = 'loopwright.openReview';
const revealRun: CommandId = 'loopwright.revealRun';

/** What a run has to say when it comes to rest, and the one button that goes on from there. */
interface Notice {
  readonly text: string;
  readonly button: string;
  readonly command: CommandId;
  readonly bad: boolean;
}

/** Tells once when a run that this window started needs a person or ended without one's doing. */
export class Attention {
  readonly #store: RunStore;
  readonly #isReviewed: (run: string) => boolean;
  readonly #mine = new Set<string>();
  readonly #told = new Set<string>();
  readonly #unsubscribe: () => void;

  constructor(store: RunStore, isReviewed: (run: string) => boolean) {
    this.#store = store;
    this.#isReviewed = isReviewed;
    this.#unsubscribe = store.onChange((run) => {
      if (run !== undefined) void this.#look(run);
    });
  }

  watch(run: string): void {
    this.#mine.add(run);
    void this.#look(run);
  }

  dispose(): void {
    this.#unsubscribe();
  }

  async #look(run: string): Promise<void> {
    const entry = this.#store.get(run);
    const notice = entry === undefined || !this.#mine.has(run) ? undefined : noticeOf(entry);
    if (notice === undefined || this.#isReviewed(run)) return;
    const once = `${run} ${entry?.summary.status}`;
    if (this.#told.has(once)) return;
    this.#told.add(once);
    const show = notice.bad ? window.showWarningMessage : window.showInformationMessage;
    if ((await show(notice.text, notice.button)) === notice.button) {
      await commands.executeCommand(notice.command, { run });
    }
  }
}

/** Nothing to tell while it goes on, nor of what the person did themselves (stopped, rejected, landed). */
function noticeOf({ summary, state }: RunEntry): Notice | undefined {
  const text = `${summary.loop}: ${summary.reason}`;
  const show = { button: 'Show Run', command: revealRun };
  switch (summary.status) {
    case 'waiting':
      return { text, button: 'Open Review', command: openReview, bad: false };
    case 'gave-up':
    case 'failed':
      return { text, ...show, bad: true };
    case 'nothing-found':
      return { text, ...show, bad: false };
    case 'delivered':
      return state?.start.deliver.as === 'branch' ? { text, ...show, bad: false } : undefined;
    case 'running':
    case 'rejected':
    case 'stopped':
      return undefined;
  }
}
