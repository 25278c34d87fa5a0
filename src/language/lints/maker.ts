import { placeAt } from '../reading.ts';
import { type Lint, textAt } from './lint.ts';

const maker = ['roles', 'maker'] as const;

/** A field that the chosen agent never reads. For `run` an error: it looks as if the program were called. */
export const fieldIgnoredByAgent: Lint = function* ({ reading }) {
  const agent = textAt(reading, [...maker, 'agent'])?.text;
  const ignored = agent === 'repair' ? ['run', 'prompt'] : agent === 'auto' ? ['run'] : [];
  for (const field of ignored) {
    const place = placeAt(reading, [...maker, field]);
    const severity = field === 'run' ? 'error' : 'warning';
    if (place?.key) yield { code: 'LW222', ...place.key, severity, data: { field, agent: agent ?? '' } };
  }
};

/** `agent: command` without a command. */
export const commandWithoutRun: Lint = function* ({ reading }) {
  const agent = textAt(reading, [...maker, 'agent']);
  if (agent?.text !== 'command' || placeAt(reading, [...maker, 'run'])) return;
  const because = 'agent: command';
  yield { code: 'LW106', ...agent.place.at, data: { key: 'run', within: maker.join('.'), because } };
};

/** A maker that may edit the tests can make them pass without solving anything. `repair` leaves test files alone. */
export const makerMayEditTests: Lint = function* ({ reading }) {
  const place = placeAt(reading, maker);
  if (!place?.key || textAt(reading, [...maker, 'agent'])?.text === 'repair') return;
  const limits = ['protected-paths', 'allowed-paths'].map((key) => placeAt(reading, ['policy', key]));
  if (limits.every((limit) => limit === undefined)) yield { code: 'LW308', ...place.key, data: {} };
};
