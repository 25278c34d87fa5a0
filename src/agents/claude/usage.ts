import type { TurnUsage } from '../port.ts';
import type { ClaudeCallUsage, ClaudeModelUsage, ClaudeResult } from './records.ts';

/** Which figures of a result hold for the turn alone, or for its session from the start. */
type Since = 'turn' | 'session';

/**
 * What a turn of claude uses. While it works: the model calls that were seen, each counted once by the id of its answer
 * (which is told again for every part of it). In the end: what its result says for each model, sub-agents included;
 * `result.usage` leaves them out.
 */
export class ClaudeUsage {
  readonly #isNewSession: boolean;
  readonly #calls = new Map<string, Readonly<Required<Counts>>>();
  #final: TurnUsage | undefined;

  constructor({ isNewSession }: { readonly isNewSession: boolean }) {
    this.#isNewSession = isNewSession;
  }

  /** Takes what is known of a call by now; whether that is more than before. */
  takeCall(id: string, usage: ClaudeCallUsage): boolean {
    const before = this.#calls.get(id) ?? { input: 0, cached: 0, output: 0 };
    const cached = usage.cache_read_input_tokens ?? 0;
    const input = (usage.input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0) + cached;
    const now = {
      input: Math.max(before.input, input),
      cached: Math.max(before.cached, cached),
      output: Math.max(before.output, usage.output_tokens ?? 0),
    };
    this.#calls.set(id, now);
    return now.input > before.input || now.output > before.output;
  }

  /** Takes the account of a result. A turn can have several of them, each with what came since the last one. */
  takeResult(result: ClaudeResult): void {
    const { model_usage_since_last_result: ofTurn, modelUsage: ofSession } = result;
    if (ofTurn !== undefined) this.#final = plus(this.#final, summed(ofTurn, 'turn'));
    else if (ofSession !== undefined) this.#final = summed(ofSession, this.#isNewSession ? 'turn' : 'session');
  }

  /** What is known by now; null while nothing is. */
  get known(): TurnUsage | null {
    return this.#final ?? this.#seen;
  }

  get #seen(): TurnUsage | null {
    if (this.#calls.size === 0) return null;
    let [inputTokens, cachedTokens, outputTokens] = [0, 0, 0];
    for (const { input, cached, output } of this.#calls.values()) {
      inputTokens += input;
      cachedTokens += cached;
      outputTokens += output;
    }
    return { inputTokens, cachedTokens, outputTokens, costUsd: null, since: { tokens: 'turn', cost: 'turn' } };
  }
}

interface Counts {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

function summed(models: ClaudeModelUsage, since: Since): TurnUsage {
  let sum: TurnUsage = {
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    since: { tokens: since, cost: since },
  };
  for (const model of Object.values(models)) {
    sum = plus(sum, {
      inputTokens: model.inputTokens + model.cacheCreationInputTokens + model.cacheReadInputTokens,
      cachedTokens: model.cacheReadInputTokens,
      outputTokens: model.outputTokens,
      costUsd: model.costUSD ?? null,
      since: sum.since,
    });
  }
  return sum;
}

const plus = (one: TurnUsage | undefined, other: TurnUsage): TurnUsage =>
  one === undefined
    ? other
    : {
        inputTokens: one.inputTokens + other.inputTokens,
        cachedTokens: one.cachedTokens + other.cachedTokens,
        outputTokens: one.outputTokens + other.outputTokens,
        costUsd: one.costUsd === null || other.costUsd === null ? null : one.costUsd + other.costUsd,
        since: other.since,
      };
