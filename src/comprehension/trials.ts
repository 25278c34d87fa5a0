import type { PromptWorld, Verdict } from './promptWorld.ts';

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

/** Why no further mutant may be run. */
export type Spent = 'stopped' | 'out-of-tries' | 'out-of-time';

const triesAtLeast = 3;

/** Runs mutants through the checks, each once, within the limits. */
export class Trials {
  readonly #world: PromptWorld;
  readonly #limits: TrialLimits;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Verdict>();
  #tried = 0;
  #started: number;

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
}
