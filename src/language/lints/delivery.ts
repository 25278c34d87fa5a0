import { keyPlace, type Lint, textAt } from './lint.ts';

/** Which ways to deliver read a field. */
const readBy: Readonly<Record<string, readonly string[]>> = {
  into: ['merge', 'pull-request'],
  squash: ['merge', 'branch', 'pull-request'],
  remote: ['pull-request'],
  draft: ['pull-request'],
  labels: ['pull-request'],
};

/** A field about another way to deliver than the one that is chosen; `merge` is the default. */
export const fieldOfOtherDelivery: Lint = function* ({ reading }) {
  const as = textAt(reading, ['deliver', 'as'])?.text ?? 'merge';
  for (const [field, ways] of Object.entries(readBy)) {
    const key = ways.includes(as) ? undefined : keyPlace(reading, ['deliver', field]);
    if (key) yield { code: 'LW333', ...key, data: { field, needs: `as: ${ways[0]}` } };
  }
};
