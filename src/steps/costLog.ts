import type { Cost } from '../model/spend.ts';

/** The cost log as the steps need it: whoever keeps the file gives one. */
export interface CostLog {
  /** Resolves when the line is on disk. */
  append(cost: Cost): Promise<void>;
  /** Every line so far, in order. */
  all(): Iterable<Cost> | AsyncIterable<Cost>;
}
