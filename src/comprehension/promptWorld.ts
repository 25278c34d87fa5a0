/**
 * What the checks say of a text: `killed` = a check fails with it, `survived` = all pass, `too-long` = they run far longer than on
 * the head and were ended, `unknown` = they could not be run.
 */
export type Verdict = 'killed' | 'survived' | 'too-long' | 'unknown';

/** What the tests of the checks do with a text: the names of those that fail and of those that pass, or that nobody can tell. */
export type TestsWith =
  | { readonly status: 'ran'; readonly failed: readonly string[]; readonly passed: readonly string[] }
  | { readonly status: 'too-long' | 'unknown' };

/** A place where a name stands. Lines from 1. */
export interface NamePlace {
  readonly path: string;
  readonly line: number;
}

/** The world as prompts need it. Contract: no method throws or rejects. */
export interface PromptWorld {
  /** The text of a file in the base of the change; undefined where there is none or it is no text. */
  readBase(path: string): Promise<string | undefined>;
  /** The same in the head. */
  readHead(path: string): Promise<string | undefined>;
  /**
   * Runs the loop's checks on the head with one file's text replaced, in a place that neither the agent nor the person
   * works in. Answers `unknown` when `signal` aborts and when a check cannot be started.
   */
  tryMutant(path: string, text: string, signal: AbortSignal): Promise<Verdict>;
  /** The same, with what each test did. `unknown` too where no check tells its tests by name. */
  tryTests(path: string, text: string, signal: AbortSignal): Promise<TestsWith>;
  /** Where these names stand in the text files of the head; undefined where that is too much to tell. */
  placesOf(names: readonly string[]): Promise<ReadonlyMap<string, readonly NamePlace[]> | undefined>;
  /** Uniform in [0, 1). Seeded by the head (`seededRandom`), a restart makes the same prompts again. */
  random(): number;
  /** Milliseconds that only grow. */
  now(): number;
}
