import { commands, ProgressLocation, window } from 'vscode';
import type { CommandId } from '../commandTable.ts';
import { type Choice, type Dialogs, textProblem } from '../dialogs.ts';
import { withoutLinks } from '../plainText.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { ViewId } from '../viewTable.ts';
import { canAnswer } from './canAnswer.ts';
import { isReady } from './isReady.ts';
import type { OpenReview, ReviewShown } from './openReview.ts';
import { countOf, type Pending, pendingOf } from './pending.ts';
import type { Reading } from './reading.ts';
import { readRefusal } from './readRefusal.ts';
import { answeredWords, remarkLine, sendDetail, sendTitle } from './sendWords.ts';
import { newestIteration, settled } from './settled.ts';

export interface SendDeps {
  readonly link: RunRequests;
  readonly store: RunStore;
  readonly review: OpenReview;
  readonly reading: Reading;
  readonly dialogs: Dialogs;
  readonly readRun: (run: string) => Promise<void>;
  /** Aborted when this window is done with reviews. */
  readonly over: AbortSignal;
}

const sinceCommand: CommandId = 'loopwright.changesSinceLooked';
const sinceButton = 'Changes Since I Last Looked';
const changeView: ViewId = 'loopwright.change';

/** Sends what is pending back to maker and checker, having said what that does; then follows the iteration to its end. */
export async function requestChanges(deps: SendDeps, shown: ReviewShown): Promise<void> {
  const { dialogs, reading } = deps;
  if (!(await isReady(deps, shown, 'Nothing can be requested now.'))) return;
  const pending = pendingOf(reading.now.marks);
  const note = countOf(pending) === 0 ? await askNote(deps, true) : await confirmSend(deps, pending);
  if (note === undefined) return;
  const { run, item } = shown;
  // What was read, whatever the run has by now.
  const head = reading.now.outline?.head ?? shown.of.change.head;
  const after = newestIteration(shown);
  const asked = await deps.link.request('requestChanges', { run, item, head, ...(note !== '' && { note }) });
  if (!asked.ok) return dialogs.refused(readRefusal(asked.error));
  await deps.readRun(run);
  await follow(deps, shown, after);
}

/** What is pending, line by line, above what can be done with it. The note; undefined where it is not sent. */
async function confirmSend(deps: SendDeps, pending: Pending): Promise<string | undefined> {
  const { dialogs } = deps;
  type Chosen = 'send' | 'note' | 'look';
  const title = sendTitle(pending);
  const choices: readonly Choice<Chosen>[] = [
    { label: title, detail: sendDetail, value: 'send' },
    { label: `${title}, with a Note…`, detail: 'The note is for the iteration as a whole.', value: 'note' },
    ...pending.remarks.map((remark) => ({ label: remarkLine(remark), description: 'remark', value: 'look' as const })),
    ...pending.decisions.map(({ path, why }) => ({
      label: `${path}: ${why ?? 'without a reason, so that the agent is not told'}`,
      description: 'taken out',
      value: 'look' as const,
    })),
  ];
  const chosen = await dialogs.pick('Request changes: read what is sent, then send it', choices);
  if (chosen === 'send') return '';
  if (chosen === 'look') return confirmSend(deps, pending);
  return chosen === 'note' ? askNote(deps, false) : undefined;
}

function askNote({ dialogs }: SendDeps, isNeeded: boolean): Promise<string | undefined> {
  const needed = 'Nothing is pending: say what is to change, or make a remark in the diff first.';
  return dialogs.write({
    title: 'Request changes',
    prompt: isNeeded ? `What is to change? ${sendDetail}` : 'What else should the iteration bear in mind?',
    placeHolder: 'Keep the public names as they were',
    problem: (text) => textProblem(text, isNeeded ? needed : undefined),
  });
}

/** The window says that the work goes on, until it waits again or has ended; then what became of the remarks. */
async function follow(deps: SendDeps, shown: ReviewShown, after: number): Promise<void> {
  const { store, over, review, reading } = deps;
  const title = `Iteration ${after + 1} of ${shown.title} works on what you asked for`;
  const work = settled(store, shown, after, over);
  void window.withProgress({ location: { viewId: changeView } }, () => work);
  const now = await window.withProgress({ location: ProgressLocation.Window, title }, () => work);
  if (now === undefined || !review.isOpenOn(shown)) return;
  if (!canAnswer(now.of)) return void window.showWarningMessage(withoutLinks(`${shown.title}: ${now.of.reason}`));
  await reading.follow({ run: now.run, item: now.item, head: now.of.change.head });
  await reading.refreshMarks();
  const iteration = newestIteration(now);
  const words = answeredWords(reading.now.marks?.remarks ?? [], iteration);
  const message = withoutLinks(`Iteration ${iteration} of ${shown.title} waits for you. ${words}`.trim());
  const chosen = await window.showInformationMessage(message, sinceButton);
  if (chosen === sinceButton && review.isOpenOn(shown)) await commands.executeCommand(sinceCommand);
}
