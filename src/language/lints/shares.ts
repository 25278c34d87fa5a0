import { isWritten, keyPlace, type Lint, numberAt } from './lint.ts';

const defaultMax = 10;
const defaultParallel = 2;

const limits = ['max-cost-usd', 'max-tokens', 'max-iterations', 'timeout-minutes'];

/**
 * A run whose total pays for less than half of its items at their worst: the items at the end would find nothing left.
 * That some use less than they may is what a total is for, so the whole worst case is not asked for.
 */
export const totalTooSmall: Lint = function* ({ reading }) {
  if (!isWritten(reading, ['items'])) return;
  const items = numberAt(reading, ['items', 'max'])?.value ?? defaultMax;
  const lanes = Math.max(1, Math.min(items, numberAt(reading, ['items', 'max-parallel'])?.value ?? defaultParallel));
  for (const field of limits) {
    const total = numberAt(reading, ['budget', field])?.value;
    const each = numberAt(reading, ['budget', 'per-item', field])?.value;
    const at = keyPlace(reading, ['budget', 'per-item', field]);
    // What is above the total even for one is told by itself.
    if (total === undefined || each === undefined || !at || each > total) continue;
    const needed = (each * items) / (field === 'timeout-minutes' ? lanes : 1);
    if (needed > 2 * total) yield { code: 'LW312', ...at, data: { field, total, each, items } };
  }
};
