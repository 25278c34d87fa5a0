import { iterationsOfItem, loopFileSchema } from '../../model/loopFile.ts';
import { type Path, placeAt, type Reading } from '../reading.ts';
import { isWritten, keyPlace, keysAt, type Lint, numberAt, textAt } from './lint.ts';
import { unattendedTriggers } from './unattended.ts';

const defaults = loopFileSchema.shape.budget.parse({});

/** Without a budget the defaults hold, which nobody chose; where nobody watches either, that is an error. */
export const noBudget: Lint = function* ({ reading }) {
  const name = placeAt(reading, ['name']);
  if (!name?.key || isWritten(reading, ['budget'])) return;
  const data = {
    iterations: iterationsOfItem({ budget: defaults }),
    minutes: defaults['timeout-minutes'],
    perItem: isWritten(reading, ['items']),
  };
  const severity = unattendedTriggers(reading).length > 0 ? 'error' : 'warning';
  yield { code: 'LW310', ...name.key, severity, data };
};

/** Limits that lie inside others: the first may not be wider than the second. */
const nested: readonly (readonly [Path, Path])[] = [
  ...['max-cost-usd', 'max-tokens', 'timeout-minutes', 'max-iterations'].map(
    (key) =>
      [
        ['budget', 'per-item', key],
        ['budget', key],
      ] as const,
  ),
  ...['max-cost-usd', 'max-tokens'].map(
    (key) =>
      [
        ['budget', key],
        ['budget', 'per-day', key],
      ] as const,
  ),
];

const timeout = 'budget.timeout-minutes';

/** What a single step may take, inside of what the whole run may. */
function stepTimeouts(reading: Reading): readonly (readonly [Path, Path])[] {
  const steps = ['roles', 'checks', 'metrics'].flatMap((map) => keysAt(reading, [map]).map((id) => [map, id]));
  return steps.map(
    (step) =>
      [
        [...step, 'timeout-minutes'],
        ['budget', 'timeout-minutes'],
      ] as const,
  );
}

export const limitNeverReached: Lint = function* ({ reading }) {
  for (const [path, outer] of [...nested, ...stepTimeouts(reading)]) {
    const limit = numberAt(reading, path);
    const least =
      numberAt(reading, outer)?.value ?? (outer.join('.') === timeout ? defaults['timeout-minutes'] : undefined);
    if (!limit || least === undefined || limit.value <= least || isOverridden(reading, path)) continue;
    const data = { field: String(path.at(-1)), limit: limit.value, over: outer.join('.'), least };
    yield { code: 'LW315', ...limit.place.at, data };
  }
};

/** `iterationsLimitedTwice` says it. */
const isOverridden = (reading: Reading, path: Path): boolean =>
  path.at(-1) === 'max-iterations' && !isWritten(reading, ['items']);

export const iterationsLimitedTwice: Lint = function* ({ reading }) {
  const limit = numberAt(reading, ['budget', 'max-iterations']);
  if (!limit || isWritten(reading, ['items']) || !isWritten(reading, ['budget', 'per-item'])) return;
  yield { code: 'LW316', ...(limit.place.key ?? limit.place.at), data: { iterations: limit.value } };
};

const spending = ['', 'per-item', 'per-day'].flatMap((part) =>
  ['max-cost-usd', 'max-tokens'].map((key) => ['budget', ...(part === '' ? [] : [part]), key]),
);

/** `repair` uses no model. */
export const limitOfNothing: Lint = function* ({ reading }) {
  if (textAt(reading, ['roles', 'maker', 'agent'])?.text !== 'repair') return;
  if (['explorer', 'checker', 'judge'].some((role) => isWritten(reading, ['roles', role]))) return;
  for (const path of spending) {
    const key = keyPlace(reading, path);
    if (key) yield { code: 'LW317', ...key, data: { field: path.join('.') } };
  }
};

/** A price turns tokens into cost, which then nothing asks for. */
export const priceWithoutLimit: Lint = function* ({ reading, texts }) {
  const price = keyPlace(reading, ['budget', 'price']);
  const limited = spending.some((path) => path.at(-1) === 'max-cost-usd' && isWritten(reading, path));
  const named = texts.some(({ text, meta }) => meta.lang === 'cel' && text.includes('cost_usd'));
  if (!price || limited || named) return;
  yield { code: 'LW333', ...price, severity: 'info', data: { field: 'budget.price', needs: 'max-cost-usd' } };
};
