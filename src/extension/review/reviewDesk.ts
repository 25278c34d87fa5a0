import { commands, Disposable, type Uri, window } from 'vscode';
import type { PromptGate } from '../../protocol/promptView.ts';
import type { CommandHandlers, CommandId } from '../commandTable.ts';
import { ChangePromptDesk } from '../comprehension/changePromptDesk.ts';
import { changePrompts } from '../comprehension/changePrompts.ts';
import type { ExpectedHeads } from '../comprehension/expectedHeads.ts';
import { followScreen } from '../comprehension/screenReading.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { Unsubscribe } from '../listeners.ts';
import { report } from '../report.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { ReviewCommandId } from '../reviewCommandTable.ts';
import type { RunStore } from '../runs/runStore.ts';
import { windowDialogs } from '../windowDialogs.ts';
import { Attendance } from './attendance.ts';
import { changeRows } from './changeRows.ts';
import { ChangeView } from './changeView.ts';
import { deliverWords } from './deliverWords.ts';
import { FileLines } from './fileLines.ts';
import { followReview } from './followReview.ts';
import { LookedHeads } from './lookedHeads.ts';
import { markViewed } from './markViewed.ts';
import { type OpenReview, reviewOf } from './openReview.ts';
import { registerOriginHovers } from './originHovers.ts';
import { pieceCommands } from './pieceCommands.ts';
import { proposePause } from './proposePause.ts';
import { Reading } from './reading.ts';
import { remarkCommands } from './remarkCommands.ts';
import { RemarkComments } from './remarkComments.ts';
import { type ReviewDeps, reviewCommands } from './reviewCommands.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { reviewHead } from './reviewHead.ts';
import { openDiff } from './reviewTabs.ts';
import { Sitting } from './sitting.ts';
import { registerTakenOut } from './takenOutDecorations.ts';
import { unitCommands } from './unitCommands.ts';
import { UnitWalk } from './unitWalk.ts';

export interface ReviewWorld {
  readonly link: RunRequests;
  readonly store: RunStore;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
  readonly extension: Uri;
  /** Which review is open. */
  readonly review: OpenReview;
  readonly files: ReviewFiles;
  readonly expected: ExpectedHeads;
  /** Tells that somebody said something in a review, in whichever window. */
  readonly onMarks: (listener: () => void) => Unsubscribe;
}

export interface ReviewDesk {
  readonly commands: Pick<CommandHandlers, ReviewCommandId>;
  dispose(): void;
}

/** All that is needed while a change is read: a program file of its own, loaded with the first review. */
export function openDesk(world: ReviewWorld): ReviewDesk {
  const { link, review, files, onMarks } = world;
  const reading = new Reading({ link, onMarks, refused: report });
  const [looked, sitting] = [new LookedHeads(reading), new Sitting()];
  const view = viewOf(world, { reading, looked, sitting });
  const remarks = new RemarkComments({ review, reading, files });
  const prompt = promptOf(world);
  const over = new AbortController();
  const deps: ReviewDeps = {
    ...world,
    ...{ reading, sitting, prompt },
    walk: new UnitWalk(),
    dialogs: windowDialogs,
    over: over.signal,
    reveal: (unit) => view.reveal(unit),
    read: (shown) => looked.read(shown),
    leave: (shown) => looked.leave(shown),
  };
  const parts = Disposable.from(
    registerTakenOut({ review, reading }),
    registerOriginHovers({ link, review, reading }),
    followReview({ review, reading, files, looked, draw: () => view.refresh() }),
    attend(review, sitting, new Attendance(link)),
    followScreen({ link, review, reading }),
    { dispose: review.onChange((shown) => prompt.follow(shown?.of.change.head)) },
    { dispose: () => over.abort() },
    ...[view, remarks, prompt, reading],
  );
  return {
    commands: {
      ...reviewCommands(deps),
      ...unitCommands(deps),
      ...pieceCommands(deps),
      ...remarkCommands(deps, remarks),
    },
    dispose: () => parts.dispose(),
  };
}

interface ViewParts {
  readonly reading: Reading;
  readonly looked: LookedHeads;
  readonly sitting: Sitting;
}

function viewOf({ link, review, files }: ReviewWorld, { reading, looked, sitting }: ViewParts): ChangeView {
  const lines = new FileLines(link);
  return new ChangeView({
    rows: () => {
      const { shown } = review;
      if (shown === undefined) return [];
      return changeRows({ shown, read: reading.now, lineOf: (file, piece) => lines.lineOf(file, piece) });
    },
    head: () => reviewHead(review.shown, reading.now),
    readLines: async (path) => {
      const { outline } = reading.now;
      if (review.shown !== undefined && outline !== undefined) await lines.read(review.shown, outline, path);
    },
    uriOf: (place) => files.uriOf(place),
    viewed: async (rows, on) => {
      const units = rows.flatMap(({ box }) => box?.units ?? []);
      if (!(await markViewed({ reading, sitting }, units, on))) return;
      if (review.shown !== undefined) looked.read(review.shown);
      void proposePause(sitting);
    },
  });
}

const landCommand: CommandId = 'loopwright.land';
const overrideCommand: CommandId = 'loopwright.landWithoutUnderstanding';

function promptOf({ link, store, readRun, extension, review, files }: ReviewWorld): ChangePromptDesk {
  const gate = async (ref: ItemRef): Promise<PromptGate> => {
    await readRun(ref.run);
    if (review.isOpenOn(ref)) review.show();
    const now = reviewOf(store, ref);
    return now === undefined ? closed : { about: 'change', ...now.gate, button: deliverWords[now.as].button };
  };
  const answered = (ref: ItemRef): number => {
    const { right = 0, wrong = 0 } = reviewOf(store, ref)?.of.understanding ?? {};
    return right + wrong;
  };
  return new ChangePromptDesk({
    extension,
    dialogs: windowDialogs,
    sourceOf: (of) => changePrompts(of, { link, gate, answered }),
    uriOf: (place) => files.uriOf(place),
    openDiff: (of, { path, line, side }) => {
      // What a diff is opened at is a line of the head; a thread on the base side is beside it.
      const { shown } = review;
      if (shown !== undefined && isSameItem(shown, of)) {
        void openDiff(files, shown, path, side === 'head' ? line : undefined);
      }
    },
    land: () => void commands.executeCommand(landCommand),
    override: () => void commands.executeCommand(overrideCommand),
  });
}

const closed: PromptGate = {
  about: 'change',
  holds: false,
  canAnswer: false,
  canOverride: false,
  reason: 'The run is not known here.',
  button: deliverWords.merge.button,
};

/** How often it is looked whether a pause is due while somebody reads, in milliseconds. */
const pauseEvery = 60_000;

/** Follows whether somebody sits at this window with a review before them. */
function attend(review: OpenReview, sitting: Sitting, attendance: Attendance): Disposable {
  let clock: ReturnType<typeof setInterval> | undefined;
  const look = () => {
    const isThere = window.state.focused && window.state.active && review.shown !== undefined;
    attendance.look(isThere ? review.shown : undefined);
    sitting.look(isThere);
    if (!isThere) {
      clearInterval(clock);
      clock = undefined;
    } else clock ??= setInterval(() => void proposePause(sitting), pauseEvery);
  };
  const stop = { dispose: () => clearInterval(clock) };
  return Disposable.from(window.onDidChangeWindowState(look), { dispose: review.onChange(look) }, attendance, stop);
}
