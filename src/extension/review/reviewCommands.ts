import { commands, window } from 'vscode';
import type { CommandHandlers, RunTarget } from '../commandTable.ts';
import { setContext } from '../registerCommands.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import { pickRun } from '../runs/pickRun.ts';
import type { RunStore } from '../runs/runStore.ts';
import { land, reject } from './landing.ts';
import type { OpenReview, ReviewShown } from './openReview.ts';
import type { PromptPanel } from './promptPanel.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { closeReviewTabs, openAllChanges, openDiff } from './reviewTabs.ts';

export interface ReviewDeps {
  readonly link: RunnerLink;
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
  | 'loopwright.reject'
  | 'loopwright.attend'
>;

export function reviewCommands(deps: ReviewDeps): ReviewCommands {
  const { review, files, prompt } = deps;
  const whileOpen = (act: (shown: ReviewShown) => unknown) => () => {
    if (review.shown !== undefined) return act(review.shown);
    return window.showInformationMessage('Open the review of a run first.');
  };
  return {
    'loopwright.openReview': (target) => openReview(deps, target),
    'loopwright.closeReview': whileOpen((shown) => closeReview(deps, shown)),
    'loopwright.openDiff': (file) => whileOpen((shown) => file && openDiff(files, shown, file.path))(),
    'loopwright.openAllChanges': whileOpen((shown) => openAllChanges(files, shown)),
    'loopwright.answerPrompt': whileOpen(({ run }) => prompt.ask(run)),
    'loopwright.land': whileOpen((shown) => landShown(deps, shown)),
    'loopwright.reject': (target) => rejectRun(deps, target),
    'loopwright.attend': () => attend(deps),
  };
}

/** Keeps the context keys and the open files true to the review that is open. */
export function followReview({ review, files }: Pick<ReviewDeps, 'review' | 'files'>): { dispose(): void } {
  let before = '';
  const end = review.onChange((shown) => {
    setContext('loopwright.reviewOpen', shown !== undefined);
    setContext('loopwright.gateHolds', shown?.gate.holds ?? false);
    setContext('loopwright.canAnswer', shown?.gate.canAnswer ?? false);
    const now = shown === undefined ? '' : `${shown.run} ${shown.detail.status} ${shown.detail.change?.head}`;
    if (shown !== undefined && now !== before) void files.refresh(shown.run);
    before = now;
  });
  return { dispose: end };
}

const waits = { ask: 'Review which run?', none: 'No run waits for you.' };

async function openReview(deps: ReviewDeps, target: RunTarget): Promise<void> {
  const run = await pickRun(deps.store, target, { ...waits, fits: ({ summary }) => summary.status === 'waiting' });
  if (run === undefined) return;
  const other = deps.review.shown;
  if (other !== undefined && other.run !== run) await closeReviewTabs(other);
  await deps.readRun(run);
  const shown = deps.review.open(run);
  if (shown === undefined) {
    void window.showInformationMessage('This run has no change to review.');
    return;
  }
  const [first] = shown.files;
  if (first !== undefined) await openDiff(deps.files, shown, first.file.path);
  await commands.executeCommand('loopwright.change.focus');
}

async function closeReview({ review, prompt }: ReviewDeps, shown: ReviewShown): Promise<void> {
  prompt.close();
  await closeReviewTabs(shown);
  review.close();
}

async function landShown(deps: ReviewDeps, shown: ReviewShown): Promise<void> {
  if (await land(deps.link, shown)) await closeReview(deps, shown);
}

async function rejectRun(deps: ReviewDeps, target: RunTarget): Promise<void> {
  const shown = deps.review.shown;
  const run =
    target?.run ??
    shown?.run ??
    (await pickRun(deps.store, target, { ...waits, fits: ({ summary }) => summary.status === 'waiting' }));
  if (run === undefined) return;
  const loop = deps.store.get(run)?.summary.loop ?? run;
  if (!(await reject(deps.link, run, loop))) return;
  void window.showInformationMessage(`Rejected the change of ${loop}.`);
  if (shown?.run === run) await closeReview(deps, shown);
}

/** The one review that waits; where more or none wait, the view Runs. */
async function attend(deps: ReviewDeps): Promise<void> {
  const waiting = deps.store.all().filter(({ summary }) => summary.status === 'waiting');
  const [only] = waiting;
  if (waiting.length === 1 && only !== undefined) return openReview(deps, { run: only.summary.id });
  await commands.executeCommand('loopwright.runs.focus');
}
