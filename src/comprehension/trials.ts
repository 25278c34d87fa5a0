import type { PromptWorld, TestsWith, Verdict } from './promptWorld.ts';

/** How much work one prompt may cost. */
export interface TrialLimits {
  /** Mutants run for one prompt. */
  readonly tries: number;
  /** Mutants run of one line before another line is looked at. */
  readonly triesPerLine: number;
  /** Milliseconds for one prompt; the first three tries are allowed however slow the checks are. */
  readonly milliseconds: number;
}

export const defaultLimits: TrialLimits = { tries: 24, triesPerLine: 8, milliseconds: 60_000 };

/** Why no further mutant may be run for this prompt. */
export type Spent = 'stopped' | 'out-of-tries' | 'out-of-time';

/** Why none may be run at all. */
export type NoTrials = 'checks-fail' | 'checks-unknown' | 'checks-flaky';

const triesAtLeast = 3;

/** Runs mutants through the checks, each once, within the limits. */
export class Trials {
  readonly #world: PromptWorld;
  readonly #limits: TrialLimits;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Verdict>();
  readonly #tests = new Map<string, TestsWith>();
  #tried = 0;
  #started: number;
  #unedited: Promise<NoTrials | undefined> | undefined;
  #ofHead: Promise<TestsWith> | undefined;
  #isFlaky = false;

  constructor(world: PromptWorld, limits: TrialLimits, signal: AbortSignal) {
    this.#world = world;
    this.#limits = limits;
    this.#signal = signal;
    this.#started = world.now();
  }

  /** Begins the work for another prompt: the limits count from here. What is known stays known. */
  renew(): void {
    this.#tried = 0;
    this.#started = this.#world.now();
  }

  get spent(): Spent | undefined {
    if (this.#signal.aborted) return 'stopped';
    if (this.#tried >= this.#limits.tries) return 'out-of-tries';
    const late = this.#world.now() - this.#started > this.#limits.milliseconds;
    return late && this.#tried >= triesAtLeast ? 'out-of-time' : undefined;
  }

  /**
   * Whether the checks can tell a mutant at all: where they fail anyway, cannot run, or say otherwise the second time, that they
   * fail with a mutant proves nothing. Runs them once on a file as it is.
   */
  async off(path: string, head: string): Promise<NoTrials | undefined> {
    if (this.#isFlaky) return 'checks-flaky';
    this.#unedited ??= this.#tryUnedited(path, head);
    const off = await this.#unedited;
    // Whoever asks again may find it otherwise.
    if (this.#signal.aborted) this.#unedited = undefined;
    return off;
  }

  async #tryUnedited(path: string, head: string): Promise<NoTrials | undefined> {
    const verdict = await this.#world.tryMutant(path, head, this.#signal);
    if (verdict === 'survived') return undefined;
    return verdict === 'killed' ? 'checks-fail' : 'checks-unknown';
  }

  /** Whether a mutant was seen to fail other tests the second time. */
  get isFlaky(): boolean {
    return this.#isFlaky;
  }

  /** What the tests do with a file as it is: run once. */
  async testsOfHead(path: string, head: string): Promise<TestsWith> {
    this.#ofHead ??= this.#world.tryTests(path, head, this.#signal);
    const tests = await this.#ofHead;
    if (this.#signal.aborted) this.#ofHead = undefined;
    return tests;
  }

  /** Mutants run so far, over all prompts, by what came of them. */
  get counts(): Readonly<Record<Verdict | 'all', number>> {
    const verdicts = [...this.#known.values()];
    const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
    return {
      all: verdicts.length,
      killed: count('killed'),
      survived: count('survived'),
      'too-long': count('too-long'),
      unknown: count('unknown'),
    };
  }

  /** What is known without running anything. */
  known(key: string): Verdict | undefined {
    return this.#known.get(key);
  }

  /** The verdict on a text, run unless known. Ask `spent` first. A try cut short by the signal is not remembered. */
  async verdict(key: string, path: string, text: string): Promise<Verdict> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#tried++;
    const verdict = await this.#world.tryMutant(path, text, this.#signal);
    if (!this.#signal.aborted) this.#known.set(key, verdict);
    return verdict;
  }

  /**
   * What each test does with a text, run twice unless known; undefined where that was not the same both times. Ask `spent` first.
   * Where no test fails the first time says enough.
   */
  async tests(key: string, path: string, text: string): Promise<TestsWith | undefined> {
    const known = this.#tests.get(key);
    if (known !== undefined) return known;
    this.#tried++;
    const first = await this.#world.tryTests(path, text, this.#signal);
    const verdict = verdictOf(first);
    if (verdict === 'killed') {
      const second = await this.#world.tryTests(path, text, this.#signal);
      if (this.#signal.aborted) return undefined;
      if (second.status === 'ran' && !isSameRun(first, second)) this.#isFlaky = true;
      if (!isSameRun(first, second)) return undefined;
    }
    if (this.#signal.aborted) return undefined;
    this.#known.set(key, verdict);
    this.#tests.set(key, first);
    return first;
  }
}

function verdictOf(tests: TestsWith): Verdict {
  if (tests.status !== 'ran') return tests.status;
  return tests.failed.length > 0 ? 'killed' : 'survived';
}

function isSameRun(one: TestsWith, other: TestsWith): boolean {
  if (one.status !== 'ran' || other.status !== 'ran') return false;
  const sorted = ({ failed, passed }: typeof one): string => JSON.stringify([failed.toSorted(), passed.toSorted()]);
  return sorted(one) === sorted(other);
}
