import { join } from 'node:path';
import type { Cost } from '../model/spend.ts';

/** The cost log as the steps need it: whoever keeps the file gives one. */
export interface CostLog {
  /** Resolves when the line is on disk. */
  append(cost: Cost): Promise<void>;
  /** Every line so far, in order. */
  all(): Iterable<Cost> | AsyncIterable<Cost>;
}

/** Where the cost log of a repository lies: one line for each agent step that is over. */
export const costsFile = (commonDir: string): string => join(commonDir, 'loopwright', 'costs.jsonl');

/** A cost log that nobody keeps. */
export function costLogInMemory(costs: Cost[] = []): CostLog {
  return {
    append: async (cost) => {
      costs.push(cost);
    },
    all: () => costs,
  };
}
