import { cronFault, fires, zoneFault } from '../cronFault.ts';
import { quote } from '../eaten.ts';
import type { Spot } from '../problem.ts';
import { type Path, placeAt, type Reading } from '../reading.ts';
import { entriesAt, isWritten, keyPlace, keysAt, type Lint, textAt, textsAt } from './lint.ts';
import { covers } from './policy.ts';
import { unattendedTriggers } from './unattended.ts';

/** As many as the schema takes. To find out that one never fires takes milliseconds. */
const maxSchedules = 20;

export const badSchedule: Lint = function* ({ reading }) {
  for (const schedule of entriesAt(reading, ['on', 'schedule']).slice(0, maxSchedules)) {
    const cron = textAt(reading, [...schedule, 'cron']);
    const why = cron && cronFault(cron.text);
    if (cron && why) yield { code: 'LW210', ...cron.place.at, data: { what: cron.text, why } };
    else if (cron && !fires(cron.text)) yield { code: 'LW211', ...cron.place.at, data: { cron: cron.text } };
    const zone = textAt(reading, [...schedule, 'timezone']);
    const wrong = zone && zoneFault(zone.text);
    if (zone && wrong) yield { code: 'LW210', ...zone.place.at, data: { what: zone.text, why: wrong } };
  }
};

/** Without `into` it lands on the base, and without that on whatever is checked out: then nothing is sure. */
export const landsWhereItWatches: Lint = function* ({ reading }) {
  const own = placeAt(reading, ['on', 'push', 'own']);
  if (own?.value !== true || (textAt(reading, ['deliver', 'as'])?.text ?? 'merge') !== 'merge') return;
  const into = (textAt(reading, ['deliver', 'into']) ?? textAt(reading, ['isolation', 'base']))?.text;
  const watched = textsAt(reading, ['on', 'push', 'branches']).find(({ text }) => into && covers(text, into));
  if (watched && into) yield { code: 'LW214', ...own.at, data: { branch: into } };
};

export const inputNobodyGives: Lint = function* ({ reading }) {
  const [trigger] = unattendedTriggers(reading);
  if (trigger === undefined) return;
  for (const input of inputsOf(reading)) {
    if (isWritten(reading, [...input, 'default'])) continue;
    const key = keyPlace(reading, input);
    if (key) yield { code: 'LW215', ...key, data: { input: String(input.at(-1)), trigger } };
  }
};

export const wrongInput: Lint = function* ({ reading }) {
  for (const input of inputsOf(reading)) {
    const type = textAt(reading, [...input, 'type']);
    const options = keyPlace(reading, [...input, 'options']);
    if (type?.text === 'choice' && !options) {
      const within = input.join('.');
      yield { code: 'LW106', ...type.place.at, data: { key: 'options', within, because: 'type: choice' } };
    } else if (options && type?.text !== 'choice') {
      yield { code: 'LW333', ...options, data: { field: 'options', needs: 'type: choice' } };
    }
    yield* wrongDefault(reading, input, type?.text ?? 'string');
  }
};

function* wrongDefault(reading: Reading, input: Path, type: string): Iterable<Spot> {
  const place = placeAt(reading, [...input, 'default']);
  const value = place?.value;
  if (!place || value === undefined || value === null || typeof value === 'object') return;
  const expected = type === 'choice' ? 'string' : type;
  const choices = textsAt(reading, [...input, 'options']).map(({ text }) => text);
  if (['string', 'number', 'boolean'].includes(expected) && typeof value !== expected) {
    const quoted = expected === 'string' ? { quoted: quote(String(value)) } : {};
    yield { code: 'LW107', ...place.at, data: { expected, got: typeof value, ...quoted } };
  } else if (type === 'choice' && choices.length > 0 && !choices.includes(String(value))) {
    yield { code: 'LW108', ...place.at, data: { value: String(value), allowed: choices } };
  }
}

export const inputsOf = (reading: Reading): readonly Path[] =>
  keysAt(reading, ['on', 'manual', 'inputs']).map((id) => ['on', 'manual', 'inputs', id]);
