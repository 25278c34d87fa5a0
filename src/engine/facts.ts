import { type Change, changedLines } from '../model/change.ts';
import type { RunStart } from '../model/event.ts';
import type { CheckOutcome, Facts, Item } from '../model/steps.ts';

/** Numbers by the name of their metric. */
export type Measures = Readonly<Record<string, number>>;

export const diffOf = (change: Pick<Change, 'files'>): Facts['diff'] => ({
  lines: changedLines(change),
  files: change.files.map((file) => file.path),
});

/** Each metric in words, with what it was before anything was changed: `coverage: 81 (before: 74)`. */
export const metricTexts = ({ metrics, baseline }: Pick<Facts, 'metrics' | 'baseline'>): readonly string[] =>
  Object.entries(metrics).map(([id, value]) => {
    const before = baseline[id];
    return `${id}: ${value}${before === undefined ? '' : ` (before: ${before})`}`;
  });

/** What is known of an item before anything was done for it. */
export function noFacts(item: Item, start: RunStart): Facts {
  return {
    checks: [],
    metrics: {},
    baseline: {},
    best: {},
    run: { iteration: 0, noProgress: 0, tokens: null, costUsd: null, minutes: 0 },
    diff: { lines: 0, files: [] },
    item: item.data,
    inputs: { ...start.inputs },
  };
}

/** What was proven of one state of the files. */
export interface Proven {
  readonly checks: readonly CheckOutcome[];
  readonly metrics: Measures;
}
