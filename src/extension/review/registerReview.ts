import { Disposable, type Uri, workspace } from 'vscode';
import { changeOf } from '../../model/runView.ts';
import { detailOf } from '../../model/shapes.ts';
import type { PromptGate } from '../../protocol/promptView.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import type { RunStore } from '../runs/runStore.ts';
import { ChangeView } from './changeView.ts';
import { landingGate } from './gate.ts';
import { OpenReview } from './openReview.ts';
import { PromptPanel } from './promptPanel.ts';
import { followReview, reviewCommands } from './reviewCommands.ts';
import { ReviewFiles } from './reviewFiles.ts';
import { reviewScheme } from './reviewUri.ts';
import { type MarkStore, ViewedFiles } from './viewedFiles.ts';

interface ReviewWorld {
  readonly link: RunnerLink;
  readonly store: RunStore;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
  readonly extension: Uri;
  readonly marks: MarkStore;
}

/** All that a review is made of: the files of both sides, the view Change, the prompt, landing and rejecting. */
export function registerReview({ link, store, readRun, extension, marks }: ReviewWorld) {
  const files = new ReviewFiles(link, async (run) => {
    if (store.get(run)?.state === undefined) await readRun(run);
    return changeOf(store.get(run)?.state?.steps ?? [])?.files.map(({ path }) => path) ?? [];
  });
  const review = new OpenReview(store);
  const gate = async (run: string): Promise<PromptGate> => {
    await readRun(run);
    const state = store.get(run)?.state;
    if (review.isOf(run)) review.show();
    return state === undefined ? closed : landingGate(detailOf(state));
  };
  const prompt = new PromptPanel({ extension, link, gate });
  const parts = Disposable.from(
    workspace.registerFileSystemProvider(reviewScheme, files, { isCaseSensitive: true }),
    new ChangeView(review, new ViewedFiles(marks), files),
    followReview({ review, files }),
    ...[prompt, review, files],
  );
  return {
    commands: reviewCommands({ link, store, review, files, prompt, readRun }),
    isOf: (run: string) => review.isOf(run),
    dispose: () => parts.dispose(),
  };
}

const closed: PromptGate = { holds: false, canAnswer: false, reason: 'The run is not known here.' };
