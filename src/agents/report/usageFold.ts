import type { Usage } from '../../model/spend.ts';

/** Usage lines of one attempt taken together: each counts from its start, so the greatest holds. */
export class UsageFold {
  #tokens: { readonly inputTokens: number; readonly outputTokens: number } | undefined;
  #costUsd: number | null = null;

  add(line: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly costUsd?: number | null | undefined;
  }) {
    const before = this.#tokens ?? { inputTokens: 0, outputTokens: 0 };
    const inputTokens = Math.max(before.inputTokens, line.inputTokens);
    const outputTokens = Math.max(before.outputTokens, line.outputTokens);
    const grew = inputTokens + outputTokens > before.inputTokens + before.outputTokens;
    this.#tokens = { inputTokens, outputTokens };
    const said = line.costUsd ?? null;
    if (said !== null) this.#costUsd = Math.max(this.#costUsd ?? 0, said);
    // More was used since the cost was last told.
    else if (grew) this.#costUsd = null;
  }

  /** Null when nothing was said. */
  get value(): Usage | null {
    return this.#tokens === undefined ? null : { ...this.#tokens, costUsd: this.#costUsd };
  }
}

/** Two usages together; a cost that is not known of one is not known of both. */
export function bothUsages(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costUsd: one.costUsd === null || other.costUsd === null ? null : one.costUsd + other.costUsd,
  };
}
