import { isWritten, keyPlace, type Lint, numberAt, textAt } from './lint.ts';

/** Items of JSON are named by `item.key` unless the loop says otherwise, and few scripts print a field of that name. */
export const itemsWithoutKey: Lint = function* ({ reading }) {
  const items = keyPlace(reading, ['items']);
  if (!items || isWritten(reading, ['items', 'key']) || isWritten(reading, ['items', 'from', 'findings'])) return;
  const isFound = ['run', 'file'].some((source) => isWritten(reading, ['items', 'from', source]));
  if (!isFound || textAt(reading, ['items', 'format'])?.text === 'lines') return;
  yield {
    code: 'LW106',
    ...items,
    severity: 'warning',
    data: { key: 'key', within: 'items', because: 'format: json' },
  };
};

/** Findings have a form of their own. */
export const formatOfFindings: Lint = function* ({ reading }) {
  const format = keyPlace(reading, ['items', 'format']);
  if (format && isWritten(reading, ['items', 'from', 'findings'])) {
    yield { code: 'LW333', ...format, data: { field: 'items.format', needs: 'items.from.run' } };
  }
};

const defaultMax = 10;

export const moreLanesThanItems: Lint = function* ({ reading }) {
  const parallel = numberAt(reading, ['items', 'max-parallel']);
  const max = numberAt(reading, ['items', 'max'])?.value ?? defaultMax;
  if (parallel && parallel.value > max) {
    yield { code: 'LW314', ...parallel.place.at, data: { parallel: parallel.value, max } };
  }
};
