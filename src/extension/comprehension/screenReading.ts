import { type Disposable, type TextEditor, window } from 'vscode';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import { ReadingPace, type VisibleLines } from '../../review/readingPace.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { placeOf } from '../review/cursorAt.ts';
import type { OpenReview } from '../review/openReview.ts';
import type { Reading } from '../review/reading.ts';

/** How often the screen is looked at, in milliseconds. */
const lookEvery = 1000;
/** Longer between two looks than this, and the machine slept. */
const mostBetween = 3 * lookEvery;

interface Deps {
  readonly link: RunRequests;
  readonly review: OpenReview;
  readonly reading: Reading;
}

/** Tells the runner which units of the open change were on the screen long enough to be read. Counts only while the window has the focus. */
export function followScreen({ link, review, reading }: Deps): Disposable {
  let pace: { readonly of: ReviewOutline; readonly at: ReadingPace } | undefined;
  let before = performance.now();
  const look = () => {
    const now = performance.now();
    const ms = Math.min(now - before, mostBetween);
    before = now;
    const { shown } = review;
    const { outline } = reading.now;
    if (shown === undefined || outline === undefined || outline.head !== shown.of.change.head) return;
    if (!window.state.focused || !window.state.active) return;
    if (pace?.of !== outline) pace = { of: outline, at: new ReadingPace(outline.files) };
    pace.at.see(
      window.visibleTextEditors.flatMap((editor) => visibleIn(editor, shown)),
      ms,
    );
    const units = pace.at.take();
    const { run, item } = shown;
    // A runner that is gone, or another head: nothing that a person who reads must be told of.
    if (units.length > 0) void link.request('readUnits', { run, item, head: outline.head, units: [...units] });
  };
  let clock: ReturnType<typeof setInterval> | undefined;
  const wind = () => {
    const isOn = review.shown !== undefined && window.state.focused && window.state.active;
    if (isOn === (clock !== undefined)) return;
    clearInterval(clock);
    before = performance.now();
    clock = isOn ? setInterval(look, lookEvery) : undefined;
  };
  const ends = [review.onChange(wind), () => clearInterval(clock)];
  const windows = window.onDidChangeWindowState(wind);
  return {
    dispose: () => {
      windows.dispose();
      for (const end of ends) end();
    },
  };
}

function visibleIn({ document, visibleRanges }: TextEditor, shown: ItemRef): readonly VisibleLines[] {
  const place = placeOf(document.uri);
  // Lines of an edit that is not saved are not those of the head.
  if (place === undefined || document.isDirty || !isSameItem(place, shown)) return [];
  const { path, side } = place;
  return visibleRanges.map(({ start, end }) => ({ path, side, first: start.line + 1, last: end.line + 1 }));
}
