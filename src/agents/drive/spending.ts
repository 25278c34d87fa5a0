import type { TurnUsage } from '../port.ts';

/** Tokens and dollars; a cost that nobody told is null. */
export interface Used {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
}

export const nothingUsed: Used = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: 0 };

/**
 * What a step uses over several turns, out of what the agent tells of each. Where the agent counts from the start of its
 * session, what an earlier step used of it is taken away.
 */
export class Spending {
  #done: Used = nothingUsed;
  #isKnown = true;
  #isOpen = false;
  #baseline: Used | null = nothingUsed;
  #told: TurnUsage | undefined;

  /** A turn begins, in a session that has used so much before; null: nobody knows how much. */
  begin(baseline: Used | null): void {
    this.#baseline = baseline;
    this.#told = undefined;
    this.#isOpen = true;
  }

  /** The newest holds, and nothing ever gets less. */
  tell(usage: TurnUsage): void {
    const before = this.#told;
    this.#told = {
      ...usage,
      inputTokens: atLeast(usage.inputTokens, before?.inputTokens),
      cachedTokens: atLeast(usage.cachedTokens, before?.cachedTokens),
      outputTokens: atLeast(usage.outputTokens, before?.outputTokens),
      costUsd: usage.costUsd ?? before?.costUsd ?? null,
    };
  }

  /** The turn is over. `isFree`: it ended before the model had said anything. */
  end({ isFree }: { readonly isFree: boolean }): void {
    this.#isKnown &&= this.#told === undefined ? isFree : this.#turn !== undefined;
    this.#done = this.sum;
    this.begin(nothingUsed);
    this.#isOpen = false;
  }

  /** What is known by now. */
  get sum(): Used {
    const turn = this.#turn;
    return turn === undefined ? this.#done : added(this.#done, turn);
  }

  /** Of all turns together; null where one did not tell. */
  get total(): Used | null {
    const isWaiting = this.#isOpen && this.#told === undefined;
    return this.#isKnown && !isWaiting ? this.sum : null;
  }

  /** What the session has used from its start, for whoever goes on with it; null where that is not known. */
  get session(): Used | null {
    const [told, turn] = [this.#told, this.#turn];
    if (told === undefined) return null;
    const all = this.#baseline === null || turn === undefined ? null : added(this.#baseline, turn);
    const tokens = told.since.tokens === 'session' ? told : all;
    if (tokens === null) return null;
    const { inputTokens, cachedTokens, outputTokens } = tokens;
    const costUsd = told.since.cost === 'session' ? told.costUsd : (all?.costUsd ?? null);
    return { inputTokens, cachedTokens, outputTokens, costUsd };
  }

  /** The turn alone; undefined where it did not tell, or where it is not known what is to be taken away. */
  get #turn(): Used | undefined {
    return this.#told === undefined ? undefined : ofTurn(this.#told, this.#baseline);
  }
}

const atLeast = (now: number, before = 0): number => Math.max(count(now), before);

/** Agents have told fractions and worse. */
const count = (tokens: number): number => (Number.isFinite(tokens) && tokens > 0 ? Math.round(tokens) : 0);

function ofTurn(told: TurnUsage, baseline: Used | null): Used | undefined {
  const { inputTokens, cachedTokens, outputTokens, since } = told;
  const costUsd = told.costUsd === null || !Number.isFinite(told.costUsd) || told.costUsd < 0 ? null : told.costUsd;
  const used = { inputTokens, cachedTokens, outputTokens, costUsd };
  if (baseline === null && since.tokens === 'session') return undefined;
  const before = baseline ?? { ...nothingUsed, costUsd: null };
  // Less than before: the agent began to count anew.
  const isAnew = inputTokens + outputTokens < before.inputTokens + before.outputTokens;
  const tokens = since.tokens === 'session' && !isAnew ? lessTokens(used, before) : used;
  return { ...tokens, costUsd: since.cost === 'session' ? lessCost(costUsd, before.costUsd) : costUsd };
}

const lessTokens = (used: Used, before: Used): Used => ({
  ...used,
  inputTokens: Math.max(0, used.inputTokens - before.inputTokens),
  cachedTokens: Math.max(0, used.cachedTokens - before.cachedTokens),
  outputTokens: Math.max(0, used.outputTokens - before.outputTokens),
});

/** Unknown where it is not known what is to be taken away. */
function lessCost(cost: number | null, before: number | null): number | null {
  if (cost === null || before === null) return null;
  return cost < before ? cost : cost - before;
}

const added = (one: Used, other: Used): Used => ({
  inputTokens: one.inputTokens + other.inputTokens,
  cachedTokens: one.cachedTokens + other.cachedTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  costUsd: one.costUsd === null || other.costUsd === null ? null : one.costUsd + other.costUsd,
});
