import type { NoTrials, Spent } from './trials.ts';

/** Why no (further) prompt can be made, the most telling first: of all reasons that were found the first one here is given. */
export const nothingCodes = [
  'stopped',
  'out-of-time',
  'checks-unknown',
  'guessable',
  'all-asked',
  'checks-flaky',
  'checks-fail',
  'out-of-tries',
  'too-few-killed',
  'none-killed',
  'nothing-alike',
  'no-code-line',
  'nothing-removed',
  'no-callers',
  'tests-unnamed',
  'no-grammar',
  'no-code',
] as const satisfies readonly (Spent | NoTrials | string)[];
export type NothingCode = (typeof nothingCodes)[number];

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

/** Mutants that were run. */
export interface Tried {
  readonly all: number;
  readonly killed: number;
}

const unsettled: ReadonlySet<NothingCode> = new Set<NothingCode>(['stopped', 'out-of-time', 'checks-unknown']);

export function nothing(code: NothingCode, tried: Tried): NothingToAsk {
  return { code, why: wording[code](tried), settled: !unsettled.has(code) };
}

/** The most telling of these reasons; at least one is given. */
export function mostTelling(codes: ReadonlySet<NothingCode>): NothingCode {
  return nothingCodes.find((code) => codes.has(code)) ?? 'no-code';
}

const edits = (count: number): string => (count === 1 ? '1 small edit was' : `${count} small edits were`);
const counted = ({ all, killed }: Tried): string => `${edits(all)} tried, ${killed} killed`;

const wording: Readonly<Record<NothingCode, (tried: Tried) => string>> = {
  'no-code': () => 'it changes nothing but documents, tests, generated, moved or reformatted code',
  'no-grammar': () => 'its code is in none of the languages that prompts are made of',
  'no-code-line': () =>
    'its new lines hold only comments, imports, brackets, data, tests or moved code, and nothing that it took away can be asked for',
  'nothing-alike': () => 'nothing in its new lines can be asked for without giving the answer away',
  'nothing-removed': () => 'it takes away nothing that could be asked for',
  'no-callers': () => 'nothing in it is called from several places',
  'tests-unnamed': () => 'its checks do not tell their tests by name',
  'none-killed': ({ all }) => `the checks kill no mutant of the changed lines (${edits(all)} tried)`,
  'too-few-killed': (tried) => `the checks kill too few mutants of the changed lines (${counted(tried)})`,
  'checks-fail': () => 'the checks already fail without any edit',
  'checks-unknown': () => 'the checks could not be run on a copy of the change',
  'checks-flaky': () => 'the checks say otherwise each time they are run',
  guessable: () => 'what else it could be asked about is too easily guessed',
  'all-asked': () => 'everything that can be asked about this change was asked',
  stopped: () => 'the search was stopped',
  'out-of-tries': (tried) => `no mutants to ask about were found in the tries allowed (${counted(tried)})`,
  'out-of-time': (tried) => `no prompt could be made in the time allowed (${counted(tried)})`,
};
