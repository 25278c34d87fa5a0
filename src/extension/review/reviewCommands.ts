import { commands, window } from 'vscode';
import type { CommandHandlers, CommandId, RunTarget } from '../commandTable.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { withoutLinks } from '../plainText.ts';
import { setContext } from '../registerCommands.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { inWords, isReviewable } from '../runs/itemsNow.ts';
import { pickWaiting } from '../runs/pickWaiting.ts';
import type { RunStore } from '../runs/runStore.ts';
import { waitingItems } from '../runs/waitingItems.ts';
import { land, reject, tellDelivered } from './landing.ts';
import { type OpenReview, type ReviewShown, reviewOf } from './openReview.ts';
import type { PromptPanel } from './promptPanel.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { closeReviewTabs, openAllChanges, openDiff } from './reviewTabs.ts';

const revealRun: CommandId = 'loopwright.revealRun';

export interface ReviewDeps {
  readonly link: RunRequests;
  readonly store: RunStore;
  readonly review: OpenReview;
  readonly files: ReviewFiles;
  readonly prompt: PromptPanel;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
}

type ReviewCommands = Pick<
  CommandHandlers,
  | 'loopwright.openReview'
  | 'loopwright.closeReview'
  | 'loopwright.openDiff'
  | 'loopwright.openAllChanges'
  | 'loopwright.answerPrompt'
  | 'loopwright.land'
  | 'loopwright.deliverBranch'
  | 'loopwright.deliverPatch'
  | 'loopwright.deliverPullRequest'
  | 'loopwright.reject'
  | 'loopwright.attend'
>;

export function reviewCommands(deps: ReviewDeps): ReviewCommands {
  const { review, files, prompt } = deps;
  const whileOpen = (act: (shown: ReviewShown) => unknown) => () => {
    if (review.shown !== undefined) return act(review.shown);
    return window.showInformationMessage('Open the review of a run first.');
  };
  const deliver = whileOpen((shown) => landShown(deps, shown));
  return {
    'loopwright.openReview': (target) => openReview(deps, target),
    'loopwright.closeReview': whileOpen((shown) => closeReview(deps, shown)),
    'loopwright.openDiff': (file) => whileOpen((shown) => file && openDiff(files, shown, file.path))(),
    'loopwright.openAllChanges': whileOpen((shown) => openAllChanges(files, shown)),
    'loopwright.answerPrompt': whileOpen((shown) => prompt.ask(shown)),
    'loopwright.land': deliver,
    'loopwright.deliverBranch': deliver,
    'loopwright.deliverPatch': deliver,
    'loopwright.deliverPullRequest': deliver,
    'loopwright.reject': (target) => rejectItem(deps, target),
    'loopwright.attend': (target) => attend(deps, target),
  };
}

/** Keeps the context keys and the open files true to the review that is open. */
export function followReview({ review, files }: Pick<ReviewDeps, 'review' | 'files'>): { dispose(): void } {
  let before = '';
  const end = review.onChange((shown) => {
    setContext('loopwright.reviewOpen', shown !== undefined);
    setContext('loopwright.gateHolds', shown?.gate.holds ?? false);
    setContext('loopwright.canAnswer', shown?.gate.canAnswer ?? false);
    setContext('loopwright.deliverAs', shown?.as ?? 'merge');
    const now = shown === undefined ? '' : `${shown.run} ${shown.item} ${shown.of.status} ${shown.of.change.head}`;
    if (shown !== undefined && now !== before) void files.refresh(shown);
    before = now;
  });
  return { dispose: end };
}

const toReview = { ask: 'Review which change?', none: 'No change waits for you.', fits: isReviewable };

async function openReview(deps: ReviewDeps, target: RunTarget): Promise<void> {
  if (target !== undefined) await deps.readRun(target.run);
  const ref = named(target) ?? (await pickWaiting(deps.store, target, toReview));
  if (ref === undefined) return;
  const other = deps.review.shown;
  if (other !== undefined && !isSameItem(other, ref)) await closeReviewTabs(other);
  const shown = deps.review.open(ref);
  if (shown === undefined) {
    void window.showInformationMessage('It has no change to review.');
    return;
  }
  const [first] = shown.files;
  if (first !== undefined) await openDiff(deps.files, shown, first.file.path);
  await commands.executeCommand('loopwright.change.focus');
}

/** The item that a target names. */
function named(target: RunTarget): ItemRef | undefined {
  return target?.item === undefined ? undefined : { run: target.run, item: target.item };
}

async function closeReview({ review, prompt }: ReviewDeps, shown: ReviewShown): Promise<void> {
  prompt.close();
  await closeReviewTabs(shown);
  review.close();
}

async function landShown(deps: ReviewDeps, shown: ReviewShown): Promise<void> {
  const commit = await land(deps.link, shown);
  if (commit === undefined) return;
  await deps.readRun(shown.run);
  tellDelivered(shown, reviewOf(deps.store, shown), commit);
  await closeReview(deps, shown);
}

const toReject = { ask: 'Reject which?', none: 'Nothing waits for you.', fits: () => true };

async function rejectItem(deps: ReviewDeps, target: RunTarget): Promise<void> {
  const shown = deps.review.shown;
  // A button in the title of a view is given the row that has the focus, which may be of no run.
  const meant = target?.run === undefined ? undefined : target;
  const ref = meant === undefined && shown !== undefined ? shown : await pickWaiting(deps.store, meant, toReject);
  if (ref === undefined) return;
  const what = 'title' in ref ? ref.title : `${ref.loop}${inWords(ref.view)}`;
  if (!(await reject(deps.link, ref, what))) return;
  void window.showInformationMessage(withoutLinks(`Rejected ${what}.`));
  if (shown !== undefined && isSameItem(shown, ref)) await closeReview(deps, shown);
}

/** The one change that waits; where more or something else waits, the view Runs. */
async function attend(deps: ReviewDeps, target: RunTarget): Promise<void> {
  const all = waitingItems(deps.store).filter(({ run }) => target === undefined || run === target.run);
  const [only, another] = all;
  if (only !== undefined && another === undefined && only.view.waitsFor === undefined) return openReview(deps, only);
  const run = target?.run ?? only?.run;
  await commands.executeCommand('loopwright.runs.focus');
  if (run !== undefined) await commands.executeCommand(revealRun, { run });
}
