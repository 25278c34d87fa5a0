import { Disposable, type Uri, workspace } from 'vscode';
import type { CommandHandlers } from '../commandTable.ts';
import { ExpectedHeads, type Kept } from '../comprehension/expectedHeads.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { type ReviewCommandId, reviewCommandTable } from '../reviewCommandTable.ts';
import type { RunStore } from '../runs/runStore.ts';
import { changedPaths } from './changedPaths.ts';
import { OpenReview } from './openReview.ts';
import type { ReviewDesk } from './reviewDesk.ts';
import { ReviewFiles } from './reviewFiles.ts';
import { reviewScheme } from './reviewUri.ts';

interface ReviewPorts {
  readonly link: RunRequests;
  readonly store: RunStore;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
  readonly extension: Uri;
  readonly remembered: Kept;
  /** Tells that somebody said something in a review, in whichever window. */
  readonly onMarks: (listener: () => void) => Unsubscribe;
}

/**
 * What there is of a review from the start: the files of both sides, which editors of the session before show, and the
 * commands. All else comes with the first of them.
 */
export function registerReview({ link, store, readRun, extension, remembered, onMarks }: ReviewPorts) {
  const files = new ReviewFiles(link, async ({ run, item }) => {
    if (store.get(run)?.state === undefined) await readRun(run);
    return changedPaths(store.get(run)?.state?.items.get(item)?.steps ?? []);
  });
  const review = new OpenReview(store);
  let [isOver, desk]: [boolean, ReviewDesk | undefined] = [false, undefined];
  let opening: Promise<ReviewDesk> | undefined;
  const open = async () => {
    const { openDesk } = await import('./reviewDesk.ts');
    if (isOver) throw new Error('Loopwright is being closed.');
    const expected = new ExpectedHeads(remembered);
    desk = openDesk({ link, store, readRun, extension, review, files, expected, onMarks });
    return desk;
  };
  const provided = workspace.registerFileSystemProvider(reviewScheme, files, { isCaseSensitive: true });
  const commands = commandsOf(() => {
    opening ??= open();
    return opening;
  });
  return {
    commands,
    /** The review that is open in this window. */
    opened: review,
    isOf: (run: string) => review.isOf(run),
    dispose: () => {
      isOver = true;
      Disposable.from(provided, ...(desk === undefined ? [] : [desk]), review, files).dispose();
    },
  };
}

/** Every command of a review, done at the desk once it is there. */
function commandsOf(desk: () => Promise<ReviewDesk>): ReviewDesk['commands'] {
  const ids = Object.keys(reviewCommandTable) as ReviewCommandId[];
  const atDesk =
    (id: ReviewCommandId) =>
    async (...args: unknown[]) => {
      const act = (await desk()).commands[id] as (...given: unknown[]) => unknown;
      return act(...args);
    };
  return Object.fromEntries(ids.map((id) => [id, atDesk(id)])) as unknown as Pick<CommandHandlers, ReviewCommandId>;
}
