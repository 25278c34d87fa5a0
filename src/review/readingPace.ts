import type { LineSpan, Unit } from '../model/reviewOutline.ts';

/**
 * What of a change was read, as far as a screen can tell: a changed line counts once it was visible for as long as a person
 * needs for it. Reviewers find most at 300 to 500 lines an hour (SmartBear and Cisco); nobody is believed to be faster.
 */

/** Milliseconds that a line takes at 500 lines an hour. */
export const msPerLine = 3_600_000 / 500;
/** Part of its changed lines that makes a unit read. */
const readShare = 0.8;

/** Consecutive lines of one side of a file that are on the screen, from 1, the last one too. */
export interface VisibleLines {
  readonly path: string;
  readonly side: 'base' | 'head';
  readonly first: number;
  readonly last: number;
}

/** A changed line, with the milliseconds that it still has to be visible. Removed ones are seen beside the line they stood at too. */
interface Line {
  readonly places: readonly { readonly side: 'base' | 'head'; readonly line: number }[];
  left: number;
}

interface Following {
  /** Its id. */
  readonly unit: string;
  readonly path: string;
  readonly lines: readonly Line[];
  isTold: boolean;
}

/** Follows one person reading one change. */
export class ReadingPace {
  readonly #units: readonly Following[];

  constructor(files: readonly { readonly file: { readonly path: string }; readonly units: readonly Unit[] }[]) {
    this.#units = files.flatMap(({ file: { path }, units }) =>
      units.map((unit) => ({ unit: unit.id, path, lines: changedLines(unit), isTold: false })),
    );
  }

  /** These lines were visible for `ms`, and somebody looked. The time is shared among the changed ones that are not read yet. */
  see(visible: readonly VisibleLines[], ms: number): void {
    const seen = this.#units.flatMap(({ path, lines }) => {
      const here = visible.filter((one) => one.path === path);
      return here.length === 0 ? [] : lines.filter((line) => line.left > 0 && isVisible(line, here));
    });
    share(seen, ms);
  }

  /** Ids of the units that were read since this was asked last. */
  take(): readonly string[] {
    const read = this.#units.filter(({ lines, isTold }) => !isTold && isRead(lines));
    for (const one of read) one.isTold = true;
    return read.map(({ unit }) => unit);
  }
}

/** Shares a time among lines; what one does not need goes to the others. */
function share(lines: readonly Line[], ms: number): void {
  let [open, left] = [[...lines], ms];
  while (open.length > 0 && left > 0) {
    const each = Math.min(left / open.length, ...open.map((line) => line.left));
    for (const line of open) line.left -= each;
    left -= each * open.length;
    const still = open.filter((line) => line.left > epsilon);
    if (still.length === open.length) break;
    for (const line of open) if (line.left <= epsilon) line.left = 0;
    open = still;
  }
}

/** Milliseconds that are nothing: what dividing leaves over. */
const epsilon = 1e-6;

const isRead = (lines: readonly Line[]): boolean =>
  lines.length > 0 && lines.filter(({ left }) => left === 0).length >= readShare * lines.length;

const isVisible = ({ places }: Line, visible: readonly VisibleLines[]): boolean =>
  places.some(({ side, line }) => visible.some((one) => one.side === side && line >= one.first && line <= one.last));

/**
 * Lines that have to be read: those that stand in the head, and removed ones where nothing took their place. Moved and
 * reformatted ones are not read closely.
 */
function changedLines({ pieces }: Unit): readonly Line[] {
  return pieces
    .filter(({ kind, note }) => kind === 'lines' && note === undefined)
    .flatMap(({ base, head }) =>
      head.count > 0
        ? numbersOf(head).map((line) => ({ places: [{ side: 'head' as const, line }], left: msPerLine }))
        : numbersOf(base).map((line) => ({
            places: [
              { side: 'base' as const, line },
              { side: 'head' as const, line: Math.max(1, head.first) },
            ],
            left: msPerLine,
          })),
    );
}

const numbersOf = ({ first, count }: LineSpan): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);
