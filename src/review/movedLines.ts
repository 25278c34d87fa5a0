import type { Piece } from '../model/reviewOutline.ts';
import type { FileReading, PieceReading, UnitReading } from './reading.ts';

/** Lines of a piece that stand on the other side elsewhere in the change, by their place in it. */
export interface MovedSides {
  readonly removed: ReadonlySet<number>;
  readonly added: ReadonlySet<number>;
}

export interface MovedLines extends MovedSides {
  /** Where the first of them came from or went. */
  readonly other: NonNullable<Piece['other']>;
}

export type Moved = ReadonlyMap<PieceReading, MovedLines>;

/** Lines in a row that count as moved, where they are not a whole unit. */
const leastLines = 3;
/** Letters and digits in them: a few brackets are not moved. The bound of `git diff --color-moved=zebra`. */
const leastLetters = 20;
/** Places that are looked at for lines that stand in many. */
const mostPlaces = 16;

/** The lines of a piece on one side that are not blank. */
interface Run {
  readonly path: string;
  readonly reading: PieceReading;
  readonly side: 'removed' | 'added';
  /** Each line, whatever its blanks at the ends, as a number; then where it stands in the piece. */
  readonly words: readonly number[];
  readonly places: readonly number[];
  readonly letters: readonly number[];
  /** It is all of its unit, or of its file. */
  readonly isWhole: boolean;
  readonly claimed: Set<number>;
}

/** What was moved in a change. Lines that were removed once and added twice are moved once, and new the other time. */
export function movedLines(files: readonly FileReading[]): Moved {
  const runs = runsOf(files);
  const search = new Search(runs.filter(({ side }) => side === 'removed'));
  const moved = new Claims();
  const added = runs.filter(({ side }) => side === 'added');
  for (const run of added) if (run.isWhole) search.claimWhole(run, moved);
  for (const run of added) search.claimBlocks(run, moved);
  return moved.found;
}

function runsOf(files: readonly FileReading[]): readonly Run[] {
  const words = new Map<string, number>();
  const wordOf = (text: string): number => {
    const known = words.get(text);
    if (known !== undefined) return known;
    words.set(text, words.size);
    return words.size - 1;
  };
  return files
    .filter(({ folded }) => folded !== 'generated' && folded !== 'lockfile')
    .flatMap(({ file, units }) =>
      units.flatMap((unit) =>
        unit.pieces.flatMap((reading) =>
          reading.piece.note === 'format'
            ? []
            : (['removed', 'added'] as const).flatMap((side) => runOf(file.path, unit, reading, side, wordOf) ?? []),
        ),
      ),
    );
}

function runOf(
  path: string,
  unit: UnitReading,
  reading: PieceReading,
  side: Run['side'],
  wordOf: (text: string) => number,
): Run | undefined {
  const run = { words: [] as number[], places: [] as number[], letters: [] as number[] };
  for (const [place, line] of reading[side].entries()) {
    const text = line.trim();
    if (text === '') continue;
    run.words.push(wordOf(text));
    run.places.push(place);
    run.letters.push(text.replace(/[\s!-/:-@[-`{-~]+/g, '').length);
  }
  if (run.words.length === 0) return undefined;
  const isOnly = unit.pieces.length === 1 && reading[side === 'added' ? 'removed' : 'added'].length === 0;
  const isNew = side === 'added' ? unit.base === undefined : unit.head === undefined;
  const isWhole = isOnly && isNew && unit.kind !== 'rest' && unit.kind !== 'lines';
  return { path, reading, side, ...run, isWhole, claimed: new Set() };
}

/** Finds runs of removed lines. */
class Search {
  readonly #grams = new Map<number, { readonly run: Run; readonly at: number }[]>();
  readonly #wholes = new Map<string, Run[]>();

  constructor(removed: readonly Run[]) {
    for (const run of removed) {
      for (let at = 0; at + leastLines <= run.words.length; at++) {
        const key = gramOf(run.words, at);
        const places = this.#grams.get(key);
        if (places === undefined) this.#grams.set(key, [{ run, at }]);
        else if (places.length < mostPlaces) places.push({ run, at });
      }
      if (!run.isWhole) continue;
      const key = run.words.join(' ');
      this.#wholes.set(key, [...(this.#wholes.get(key) ?? []), run]);
    }
  }

  claimWhole(run: Run, claims: Claims): void {
    const other = this.#wholes.get(run.words.join(' '))?.find(({ claimed }) => claimed.size === 0);
    if (other !== undefined) claims.add({ run, at: 0 }, { run: other, at: 0 }, run.words.length);
  }

  claimBlocks(run: Run, claims: Claims): void {
    for (let at = 0; at + leastLines <= run.words.length; ) {
      const best = run.claimed.has(at) ? undefined : this.#longest(run, at);
      if (best === undefined) {
        at += 1;
        continue;
      }
      claims.add({ run, at }, best, best.length);
      at += best.length;
    }
  }

  #longest(run: Run, at: number): { readonly run: Run; readonly at: number; readonly length: number } | undefined {
    let best: { run: Run; at: number; length: number } | undefined;
    for (const place of this.#grams.get(gramOf(run.words, at)) ?? []) {
      if (place.run.reading === run.reading) continue;
      const length = sharedLength(run, at, place.run, place.at);
      if (length > (best?.length ?? 0)) best = { ...place, length };
    }
    if (best === undefined || best.length < leastLines) return undefined;
    let letters = 0;
    for (let next = at; next < at + best.length; next++) letters += run.letters[next] ?? 0;
    return letters < leastLetters ? undefined : best;
  }
}

/** Three lines as one number. Two that share one are told apart when the lines are compared. */
const gramOf = (words: readonly number[], at: number): number =>
  ((words[at] ?? 0) * 31 + (words[at + 1] ?? 0)) * 1_000_003 + (words[at + 2] ?? 0);

function sharedLength(one: Run, at: number, other: Run, otherAt: number): number {
  let length = 0;
  while (
    at + length < one.words.length &&
    one.words[at + length] === other.words[otherAt + length] &&
    !one.claimed.has(at + length) &&
    !other.claimed.has(otherAt + length)
  ) {
    length += 1;
  }
  return length;
}

interface Place {
  readonly run: Run;
  readonly at: number;
}

class Claims {
  readonly #found = new Map<PieceReading, { removed: Set<number>; added: Set<number>; other: MovedLines['other'] }>();

  get found(): Moved {
    return this.#found;
  }

  /** Says of `length` lines from both places on that they are the same ones. */
  add(one: Place, other: Place, length: number): void {
    this.#take(one, other, length);
    this.#take(other, one, length);
  }

  #take({ run, at }: Place, other: Place, length: number): void {
    const known = this.#found.get(run.reading) ?? { removed: new Set(), added: new Set(), other: lineOf(other) };
    this.#found.set(run.reading, known);
    for (let next = at; next < at + length; next++) {
      run.claimed.add(next);
      known[run.side].add(run.places[next] ?? 0);
    }
  }
}

function lineOf({ run, at }: Place): MovedLines['other'] {
  const { base, head } = run.reading.piece;
  return { path: run.path, line: (run.side === 'removed' ? base : head).first + (run.places[at] ?? 0) };
}
