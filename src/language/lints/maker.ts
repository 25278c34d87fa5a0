import type { Spot } from '../problem.ts';
import { type Path, placeAt, type Reading } from '../reading.ts';
import { entriesAt, keyPlace, type Lint, textAt } from './lint.ts';

const maker = ['roles', 'maker'] as const;

/** A maker that may edit the tests can make them pass without solving anything. `repair` leaves test files alone. */
export const makerMayEditTests: Lint = function* ({ reading }) {
  const free = textAt(reading, ['policy', 'oracles']);
  if (free?.text !== 'free' || !placeAt(reading, maker)) return;
  if (textAt(reading, [...maker, 'agent'])?.text === 'repair') return;
  const limits = ['protected-paths', 'allowed-paths'].map((key) => placeAt(reading, ['policy', key]));
  if (limits.every((limit) => limit === undefined)) yield { code: 'LW308', ...free.place.at, data: {} };
};

/** A step of escalation that changes nothing. */
export const emptyEscalation: Lint = function* ({ reading }) {
  for (const step of entriesAt(reading, ['goal', 'escalate'])) yield* emptyStep(reading, step);
};

function* emptyStep(reading: Reading, path: Path): Iterable<Spot> {
  const value = placeAt(reading, path)?.value;
  const at = keyPlace(reading, path);
  if (at && typeof value === 'object' && value !== null && Object.keys(value).length === 0) {
    yield { code: 'LW109', ...at, data: { most: false, limit: 1, exclusive: false, unit: 'entries' } };
  }
}
