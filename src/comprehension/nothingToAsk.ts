import type { Spent } from './trials.ts';

/** Why no (further) prompt can be made. */
export type NothingCode =
  | 'no-script'
  | 'no-code-line'
  | 'nothing-alike'
  | 'none-killed'
  | 'too-few-killed'
  | 'checks-fail'
  | 'checks-unknown'
  | 'all-asked'
  | Spent;

export interface NothingToAsk {
  readonly code: NothingCode;
  /** A clause for people, without a capital and a full stop. */
  readonly why: string;
  /**
   * True when it lies in the change and its checks, so that asking again gives no more. False when the work was cut
   * short or the checks did not run: a gate that opens on this opens by time-out.
   */
  readonly settled: boolean;
}

/** What the search saw before it ended. */
export interface Seen {
  readonly files: number;
  readonly lines: number;
  readonly sets: number;
  readonly tried: number;
  readonly killed: number;
  readonly unknown: number;
  readonly asked: number;
}

/** The reason that fits a search that came to its end. */
export function nothingAfter(seen: Seen): NothingToAsk {
  if (seen.asked > 0) return nothing('all-asked', seen);
  if (seen.files === 0) return nothing('no-script', seen);
  if (seen.lines === 0) return nothing('no-code-line', seen);
  if (seen.sets === 0) return nothing('nothing-alike', seen);
  if (seen.tried > 0 && seen.unknown === seen.tried) return nothing('checks-unknown', seen);
  return nothing(seen.killed === 0 ? 'none-killed' : 'too-few-killed', seen);
}

const unsettled: ReadonlySet<NothingCode> = new Set<NothingCode>(['stopped', 'out-of-time', 'checks-unknown']);

export function nothing(code: NothingCode, seen: Pick<Seen, 'tried' | 'killed'>): NothingToAsk {
  return { code, why: wording[code](seen), settled: !unsettled.has(code) };
}

const edits = (count: number): string => (count === 1 ? '1 small edit was' : `${count} small edits were`);

const wording: Readonly<Record<NothingCode, (seen: Pick<Seen, 'tried' | 'killed'>) => string>> = {
  'no-script': () => 'no changed line of JavaScript or TypeScript outside of tests and generated files',
  'no-code-line': () => 'its new lines hold only comments, imports, brackets or moved code',
  'nothing-alike': () => 'no new line has two look-alikes that could stand in its place without giving themselves away',
  'none-killed': ({ tried }) => `the checks kill no mutant of the changed lines (${edits(tried)} tried)`,
  'too-few-killed': ({ tried, killed }) =>
    `the checks kill too few mutants of the changed lines (${edits(tried)} tried, ${killed} killed)`,
  'checks-fail': () => 'the checks already fail without any edit',
  'checks-unknown': () => 'the checks could not be run on a copy of the change',
  'all-asked': () => 'everything that can be asked about this change was asked',
  stopped: () => 'the search was stopped',
  'out-of-tries': ({ tried, killed }) =>
    `no line with two killed mutants was found in the tries allowed (${edits(tried)} tried, ${killed} killed)`,
  'out-of-time': ({ tried, killed }) =>
    `no line with two killed mutants was found in the time allowed (${edits(tried)} tried, ${killed} killed)`,
};
