import { placeAt } from '../reading.ts';
import { type Lint, textAt } from './lint.ts';

/** `merge` is the default. */
const isBranch: (reading: Parameters<Lint>[0]['reading']) => boolean = (reading) =>
  textAt(reading, ['deliver', 'as'])?.text === 'branch';

/** A branch is left where it is made, so only a merge reads where to land. */
export const fieldOfMergeOnly: Lint = function* ({ reading }) {
  const key = isBranch(reading) ? placeAt(reading, ['deliver', 'into'])?.key : undefined;
  if (key) yield { code: 'LW333', ...key, data: { field: 'into' } };
};

/** A gate before a merge in a loop that never merges is never asked. */
export const gateNeverReached: Lint = function* ({ reading }) {
  const before = textAt(reading, ['gates', 'understand', 'before']);
  if (before?.text === 'merge' && isBranch(reading)) yield { code: 'LW331', ...before.place.at, data: {} };
};

export const mergeWithoutGate: Lint = function* ({ reading }) {
  if (isBranch(reading) || placeAt(reading, ['gates', 'understand'])) return;
  const place = placeAt(reading, ['deliver', 'as'])?.at ?? placeAt(reading, ['name'])?.key;
  if (place) yield { code: 'LW326', ...place, data: {} };
};

export const passMoreThanAsked: Lint = function* ({ reading }) {
  const place = placeAt(reading, ['gates', 'understand', 'comprehension']);
  const value = place?.value;
  if (typeof value !== 'object' || value === null) return;
  const { questions = 1, pass = 1 } = value as { readonly questions?: unknown; readonly pass?: unknown };
  const at = placeAt(reading, ['gates', 'understand', 'comprehension', 'pass'])?.at;
  if (at && typeof questions === 'number' && typeof pass === 'number' && pass > questions) {
    yield { code: 'LW334', ...at, data: { questions, pass } };
  }
};
