import { window } from 'vscode';
import type { CommandHandlers, UnitTarget } from '../commandTable.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { cursorIn } from './cursorAt.ts';
import { markViewed } from './markViewed.ts';
import type { OpenReview, ReviewShown } from './openReview.ts';
import { proposePause } from './proposePause.ts';
import type { Reading } from './reading.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { openDiff } from './reviewTabs.ts';
import type { Sitting } from './sitting.ts';
import { besides, firstLine, nextNotViewed, placeToRead, type UnitPlace, unitById } from './unitOrder.ts';
import type { UnitWalk } from './unitWalk.ts';

export interface UnitDeps {
  readonly review: OpenReview;
  readonly reading: Reading;
  readonly files: ReviewFiles;
  readonly walk: UnitWalk;
  readonly sitting: Sitting;
  /** Selects the row of a unit. */
  readonly reveal: (unit: string) => Promise<void>;
  /** Something of the change was read at this head. */
  readonly read: (shown: ReviewShown) => void;
}

type UnitCommands = Pick<
  CommandHandlers,
  | 'loopwright.openUnit'
  | 'loopwright.nextUnit'
  | 'loopwright.previousUnit'
  | 'loopwright.nextUnitNotViewed'
  | 'loopwright.viewedAndNext'
>;

const end = 'That was the last unit of the change.';
const start = 'That was the first unit of the change.';
const allViewed = 'Every unit of the change is viewed.';

/** Going from unit to unit, in the order to read them. */
export function unitCommands(deps: UnitDeps): UnitCommands {
  const { reading } = deps;
  return {
    'loopwright.openUnit': (target) => whileRead(deps, (at) => openTarget(deps, at, target)),
    'loopwright.nextUnit': () =>
      whileRead(deps, (at) => goTo(deps, at, besides(at.outline, currentUnit(deps, at), 1), end)),
    'loopwright.previousUnit': () =>
      whileRead(deps, (at) => goTo(deps, at, besides(at.outline, currentUnit(deps, at), -1), start)),
    'loopwright.nextUnitNotViewed': () => whileRead(deps, (at) => goOn(deps, at, currentUnit(deps, at))),
    'loopwright.viewedAndNext': () =>
      whileRead(deps, async (at) => {
        const unit = unitById(at.outline, currentUnit(deps, at))?.unit;
        if (unit === undefined) return void window.showInformationMessage('Open a unit of the change first.');
        const isViewed = reading.now.marks?.viewed.includes(unit.digest) ?? false;
        if (!isViewed && !(await markViewed(deps, [unit], true))) return;
        await goOn(deps, at, unit.id);
        await proposePause(deps.sitting);
      }),
  };
}

/** What is shown, once it was taken apart. */
interface ReadNow {
  readonly shown: ReviewShown;
  readonly outline: NonNullable<Reading['now']['outline']>;
}

async function whileRead({ review, reading }: UnitDeps, act: (at: ReadNow) => unknown): Promise<void> {
  const { shown } = review;
  if (shown === undefined) return void window.showInformationMessage('Open the review of a run first.');
  await reading.ready();
  const { outline, trouble } = reading.now;
  if (outline !== undefined) return void (await act({ shown, outline }));
  void window.showWarningMessage(trouble ?? 'The change is not taken apart yet. Try again in a moment.');
}

/** The unit that the person is at. */
const currentUnit = ({ walk, reading }: UnitDeps, { shown, outline }: ReadNow): string | undefined =>
  walk.at(outline, cursorIn(shown), reading.now.marks?.place)?.unit.id;

async function goTo(deps: UnitDeps, at: ReadNow, place: UnitPlace | undefined, none: string): Promise<void> {
  if (place === undefined) return void window.showInformationMessage(none);
  await openUnit(deps, at.shown, place);
}

const goOn = (deps: UnitDeps, at: ReadNow, from: string | undefined): Promise<void> =>
  goTo(deps, at, nextNotViewed(at.outline, from, deps.reading.now.marks?.viewed ?? []), allViewed);

async function openTarget(deps: UnitDeps, { shown, outline }: ReadNow, target: UnitTarget): Promise<void> {
  if (target === undefined || !isSameItem(target, shown)) return;
  const place = unitById(outline, target.unit);
  if (place === undefined) return;
  const piece = place.unit.pieces.find(({ id }) => id === target.piece);
  await openUnit(deps, shown, place, piece?.head.first);
}

/** Opens the diff of a unit's file at its first changed line, or at a line of the head; the place is kept. */
export async function openUnit(deps: UnitDeps, shown: ReviewShown, place: UnitPlace, line?: number): Promise<void> {
  const { walk, files, reading } = deps;
  walk.opened(place, line);
  deps.read(shown);
  await openDiff(files, shown, place.file.file.path, Math.max(1, line ?? firstLine(place.unit)));
  await deps.reveal(place.unit.id);
  if (reading.now.marks?.place !== place.unit.id) await reading.remember({ kind: 'place', unit: place.unit.id });
}

/** Opens a review where its reader left off. */
export async function openPlace(deps: UnitDeps, of: ItemRef): Promise<void> {
  const { review, reading } = deps;
  await reading.ready();
  const { outline, marks } = reading.now;
  const { shown } = review;
  if (shown === undefined || outline === undefined || !isSameItem(shown, of)) return;
  const place = placeToRead(outline, { viewed: marks?.viewed ?? [], place: marks?.place });
  if (place !== undefined) await openUnit(deps, shown, place);
}
