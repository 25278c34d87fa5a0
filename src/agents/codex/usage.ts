import * as z from 'zod';
import type { TurnUsage } from '../port.ts';

const breakdown = z.object({ inputTokens: z.number(), cachedInputTokens: z.number(), outputTokens: z.number() });
/** `thread/tokenUsage/updated` of codex 0.169. `total` counts from the beginning of the thread, and of the one it was forked from. */
export const tokenUsage = z.object({ total: breakdown, last: breakdown });

type Tokens = z.infer<typeof breakdown>;

/**
 * What this turn has used, those of sub-agents included: each has a thread of its own. A thread's totals go on from earlier
 * turns, so the first news of a turn says how much of them is older: its total less its last call.
 */
export class CodexUsage {
  readonly #threads = new Map<string, { readonly before: Tokens; now: Tokens }>();

  take(thread: string, { total, last }: z.infer<typeof tokenUsage>): void {
    const known = this.#threads.get(thread);
    if (known === undefined) this.#threads.set(thread, { before: less(total, last), now: total });
    else known.now = total;
  }

  /** Null until a call of this turn was counted. */
  get usage(): TurnUsage | null {
    if (this.#threads.size === 0) return null;
    let [inputTokens, cachedTokens, outputTokens] = [0, 0, 0];
    for (const { before, now } of this.#threads.values()) {
      const used = less(now, before);
      inputTokens += used.inputTokens;
      cachedTokens += used.cachedInputTokens;
      outputTokens += used.outputTokens;
    }
    return { inputTokens, cachedTokens, outputTokens, costUsd: null, since: { tokens: 'turn', cost: 'turn' } };
  }
}

const less = (whole: Tokens, part: Tokens): Tokens => ({
  inputTokens: Math.max(0, whole.inputTokens - part.inputTokens),
  cachedInputTokens: Math.max(0, whole.cachedInputTokens - part.cachedInputTokens),
  outputTokens: Math.max(0, whole.outputTokens - part.outputTokens),
});
