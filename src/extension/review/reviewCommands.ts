import { commands, Uri, window } from 'vscode';
import type { CommandHandlers, CommandId, FileTarget, RunTarget } from '../commandTable.ts';
import { answerForIt } from '../comprehension/answeringForIt.ts';
import type { ChangePromptDesk } from '../comprehension/changePromptDesk.ts';
import type { ExpectedHeads } from '../comprehension/expectedHeads.ts';
import { expectFirst } from '../comprehension/expecting.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { withoutLinks } from '../plainText.ts';
import { readSetting } from '../readSetting.ts';
import { inWords, isReviewable } from '../runs/itemsNow.ts';
import { pickWaiting } from '../runs/pickWaiting.ts';
import { waitingItems } from '../runs/waitingItems.ts';
import { canAnswer } from './canAnswer.ts';
import { changedSince } from './changedPaths.ts';
import { land, reject, tellDelivered } from './landing.ts';
import { type ReviewShown, reviewOf } from './openReview.ts';
import { pendingOf } from './pending.ts';
import { closeReviewTabs, openAllChanges, openDiff, openSince } from './reviewTabs.ts';
import { requestChanges, type SendDeps } from './sending.ts';
import { keepOnlyKept, takeOut } from './takingOut.ts';
import { openPlace, type UnitDeps } from './unitCommands.ts';

const revealRun: CommandId = 'loopwright.revealRun';

export interface ReviewDeps extends SendDeps, UnitDeps {
  readonly prompt: ChangePromptDesk;
  readonly expected: ExpectedHeads;
  /** The person leaves the review of this change. */
  readonly leave: (shown: ReviewShown) => Promise<void>;
}

type ReviewCommands = Pick<
  CommandHandlers,
  | 'loopwright.openReview'
  | 'loopwright.closeReview'
  | 'loopwright.openDiff'
  | 'loopwright.openAllChanges'
  | 'loopwright.changesSinceLooked'
  | 'loopwright.openReviewWorktree'
  | 'loopwright.answerPrompt'
  | 'loopwright.answerInDiff'
  | 'loopwright.nextPrompt'
  | 'loopwright.landWithoutUnderstanding'
  | 'loopwright.land'
  | 'loopwright.deliverBranch'
  | 'loopwright.deliverPatch'
  | 'loopwright.deliverPullRequest'
  | 'loopwright.takeOut'
  | 'loopwright.requestChanges'
  | 'loopwright.reject'
  | 'loopwright.attend'
  | 'loopwright.readAgain'
>;

export function reviewCommands(deps: ReviewDeps): ReviewCommands {
  const { review, prompt } = deps;
  const whileOpen = (act: (shown: ReviewShown) => unknown) => () => {
    if (review.shown !== undefined) return act(review.shown);
    return window.showInformationMessage('Open the review of a run first.');
  };
  const deliver = whileOpen((shown) => landShown(deps, shown));
  return {
    'loopwright.openReview': (target) => openReview(deps, target),
    'loopwright.closeReview': whileOpen((shown) => closeReview(deps, shown)),
    'loopwright.openDiff': (file) => whileOpen((shown) => openFile(deps, shown, file))(),
    'loopwright.openAllChanges': whileOpen((shown) => openAll(deps, shown)),
    'loopwright.changesSinceLooked': whileOpen((shown) => openNews(deps, shown)),
    'loopwright.openReviewWorktree': whileOpen((shown) => openWorktree(deps, shown)),
    'loopwright.answerPrompt': whileOpen((shown) => prompt.ask(shown)),
    'loopwright.answerInDiff': () => prompt.answerInDiff(),
    'loopwright.nextPrompt': whileOpen((shown) => prompt.ask(shown)),
    'loopwright.landWithoutUnderstanding': whileOpen((shown) => landForAReason(deps, shown)),
    'loopwright.land': deliver,
    'loopwright.deliverBranch': deliver,
    'loopwright.deliverPatch': deliver,
    'loopwright.deliverPullRequest': deliver,
    'loopwright.takeOut': whileOpen((shown) => takeOut(deps, shown)),
    'loopwright.requestChanges': whileOpen((shown) => requestChanges(deps, shown)),
    'loopwright.reject': (target) => rejectItem(deps, target),
    'loopwright.attend': (target) => attend(deps, target),
    'loopwright.readAgain': whileOpen(() => deps.reading.retry()),
  };
}

const toReview = { ask: 'Review which change?', none: 'No change waits for you.', fits: isReviewable };

async function openReview(deps: ReviewDeps, target: RunTarget): Promise<void> {
  if (target !== undefined) await deps.readRun(target.run);
  const ref = named(target) ?? (await pickWaiting(deps.store, target, toReview));
  if (ref === undefined) return;
  await expectOf(deps, ref);
  const other = deps.review.shown;
  if (other !== undefined && !isSameItem(other, ref)) {
    await deps.leave(other);
    await closeReviewTabs(other);
  }
  const shown = deps.review.open(ref);
  if (shown === undefined) {
    void window.showInformationMessage('It has no change to review.');
    return;
  }
  await commands.executeCommand('loopwright.change.focus');
  await openPlace(deps, shown);
}

/** What the person expects of a change that waits, before anything of it is shown. */
async function expectOf(deps: ReviewDeps, ref: ItemRef): Promise<void> {
  const of = reviewOf(deps.store, ref)?.of;
  if (of === undefined || !canAnswer(of) || deps.review.isOpenOn(ref)) return;
  const isWanted = of.understanding?.required === true || readSetting('loopwright.expectBeforeDiff');
  if (isWanted) await expectFirst(deps, ref, of.change.head);
}

/** The item that a target names. */
function named(target: RunTarget): ItemRef | undefined {
  return target?.item === undefined ? undefined : { run: target.run, item: target.item };
}

async function closeReview({ review, prompt, leave }: ReviewDeps, shown: ReviewShown): Promise<void> {
  prompt.close();
  await leave(shown);
  await closeReviewTabs(shown);
  review.close();
}

async function openFile(deps: ReviewDeps, shown: ReviewShown, file: FileTarget): Promise<void> {
  if (file === undefined) return;
  deps.read(shown);
  await openDiff(deps.files, shown, file.path);
}

async function openAll(deps: ReviewDeps, shown: ReviewShown): Promise<void> {
  await deps.reading.ready();
  const files = deps.reading.now.outline?.files.map(({ file }) => file) ?? shown.of.change.files;
  deps.read(shown);
  await openAllChanges(deps.files, shown, files);
}

const nothingNew = 'Nothing has changed since you last looked.';

async function openNews({ reading, store, files, dialogs }: ReviewDeps, shown: ReviewShown): Promise<void> {
  await reading.ready();
  const looked = reading.now.marks?.looked;
  if (looked === undefined || looked === shown.of.change.head) return dialogs.say(nothingNew);
  const steps = store.get(shown.run)?.state?.items.get(shown.item)?.steps ?? [];
  const paths = changedSince(steps, looked, shown.of.change);
  if (paths === undefined)
    return dialogs.say('What you saw the last time is not known any more. Open All Changes instead.');
  if (paths.length === 0) return dialogs.say(nothingNew);
  await openSince(files, shown, looked, paths);
}

async function openWorktree({ dialogs }: ReviewDeps, { of, title }: ReviewShown): Promise<void> {
  if (of.worktree === undefined || of.status !== 'waiting') {
    return dialogs.say('Its worktree can be opened while the change waits for you.');
  }
  const detail =
    'A window of its own gives you the help of every extension on these files. VS Code runs git there, in the worktree of the agent; here it never does. What you save there becomes part of the change once you save a file in the review.';
  if (!(await dialogs.isSure(`Open the worktree of ${title} in a new window?`, detail, 'Open'))) return;
  await commands.executeCommand('vscode.openFolder', Uri.file(of.worktree), { forceNewWindow: true });
}

async function landShown(deps: ReviewDeps, shown: ReviewShown): Promise<void> {
  const { remarks, decisions } = pendingOf(deps.reading.now.marks);
  if (remarks.length > 0 && !(await isSureToLand(deps, remarks.length))) return;
  const meant = decisions.length === 0 ? shown : await keepOnlyKept(deps, shown);
  const commit = meant && (await land(deps.link, meant));
  if (meant === undefined || commit === undefined) return;
  await deps.readRun(shown.run);
  tellDelivered(shown, reviewOf(deps.store, shown), commit);
  await closeReview(deps, shown);
}

/** Lands what the proof of understanding alone holds back, once somebody has written why. */
async function landForAReason(deps: ReviewDeps, shown: ReviewShown): Promise<void> {
  if (!(await answerForIt(deps, shown))) return;
  await deps.readRun(shown.run);
  deps.review.show();
  if (deps.review.shown !== undefined && isSameItem(deps.review.shown, shown)) await landShown(deps, deps.review.shown);
}

const isSureToLand = ({ dialogs }: ReviewDeps, remarks: number): Promise<boolean> =>
  dialogs.isSure(
    `${remarks === 1 ? '1 remark is' : `${remarks} remarks are`} pending. Land without an answer?`,
    'Nobody was told of what is pending. It stays in the record of the run. To have it answered, request changes instead.',
    'Land Anyway',
  );

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
