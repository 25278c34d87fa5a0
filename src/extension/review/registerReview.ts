import { Disposable, type Uri, window, workspace } from 'vscode';
import { changeOf } from '../../model/runView.ts';
import type { PromptGate } from '../../protocol/promptView.ts';
import type { ItemRef } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { RunStore } from '../runs/runStore.ts';
import { Attendance } from './attendance.ts';
import { ChangeView } from './changeView.ts';
import { deliverWords } from './deliverWords.ts';
import { OpenReview, reviewOf } from './openReview.ts';
import { PromptPanel } from './promptPanel.ts';
import { followReview, reviewCommands } from './reviewCommands.ts';
import { ReviewFiles } from './reviewFiles.ts';
import { reviewScheme } from './reviewUri.ts';
import { type MarkStore, ViewedFiles } from './viewedFiles.ts';

interface ReviewWorld {
  readonly link: RunRequests;
  readonly store: RunStore;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
  readonly extension: Uri;
  readonly marks: MarkStore;
}

/** All that a review is made of: the files of both sides, the view Change, the prompt, landing and rejecting. */
export function registerReview({ link, store, readRun, extension, marks }: ReviewWorld) {
  const files = new ReviewFiles(link, async ({ run, item }) => {
    if (store.get(run)?.state === undefined) await readRun(run);
    const steps = store.get(run)?.state?.items.get(item)?.steps ?? [];
    return changeOf(steps)?.files.map(({ path }) => path) ?? [];
  });
  const review = new OpenReview(store);
  const gate = async (ref: ItemRef): Promise<PromptGate> => {
    await readRun(ref.run);
    if (review.isOpenOn(ref)) review.show();
    const now = reviewOf(store, ref);
    return now === undefined ? closed : { ...now.gate, button: deliverWords[now.as].button };
  };
  const prompt = new PromptPanel({ extension, link, gate });
  const attendance = new Attendance(link);
  const isSomebodyThere = () => window.state.focused && window.state.active;
  const look = () => attendance.look(isSomebodyThere() ? review.shown : undefined);
  const parts = Disposable.from(
    workspace.registerFileSystemProvider(reviewScheme, files, { isCaseSensitive: true }),
    new ChangeView(review, new ViewedFiles(marks), files),
    followReview({ review, files }),
    window.onDidChangeWindowState(look),
    { dispose: review.onChange(look) },
    ...[prompt, attendance, review, files],
  );
  return {
    commands: reviewCommands({ link, store, review, files, prompt, readRun }),
    /** The review that is open in this window. */
    opened: review,
    isOf: (run: string) => review.isOf(run),
    dispose: () => parts.dispose(),
  };
}

const closed: PromptGate = {
  holds: false,
  canAnswer: false,
  reason: 'The run is not known here.',
  button: deliverWords.merge.button,
};
