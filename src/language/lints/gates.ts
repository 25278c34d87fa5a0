import type { Path, Reading } from '../reading.ts';
import { isWritten, keyPlace, keysAt, type Lint, numberAt, textAt, textsAt } from './lint.ts';
import { unattendedTriggers } from './unattended.ts';

const gatesOf = (reading: Reading): readonly Path[] => keysAt(reading, ['gates']).map((id) => ['gates', id]);

/** `deliver` is the default. */
const before = (reading: Reading, gate: Path): string => textAt(reading, [...gate, 'before'])?.text ?? 'deliver';

/** A gate before something that the loop never does is never asked. */
export const gateNeverReached: Lint = function* ({ reading }) {
  for (const gate of gatesOf(reading)) {
    const point = before(reading, gate);
    const because = whyNever(reading, point);
    const at = textAt(reading, [...gate, 'before'])?.place.at ?? keyPlace(reading, gate);
    if (because !== undefined && at) yield { code: 'LW331', ...at, data: { before: point, because } };
  }
};

function whyNever(reading: Reading, point: string): string | undefined {
  if (point === 'item') return isWritten(reading, ['items']) ? undefined : 'there are no `items`';
  const as = textAt(reading, ['deliver', 'as'])?.text ?? 'merge';
  if (as === 'report') return 'a report changes nothing that somebody would have to let through';
  return point === 'merge' && as !== 'merge' ? `\`deliver.as: ${as}\` does not merge` : undefined;
}

/**
 * Nothing lands that nobody understood: some gate before the landing has to ask. Whoever starts a loop by hand is there and
 * knows what it is about, so only what comes by itself is told of.
 */
export const mergeWithoutGate: Lint = function* ({ reading }) {
  const as = textAt(reading, ['deliver', 'as']);
  if ((as?.text ?? 'merge') !== 'merge' || !isWritten(reading, ['roles', 'maker'])) return;
  if (unattendedTriggers(reading).length === 0) return;
  if (gatesOf(reading).some((gate) => isWritten(reading, [...gate, 'comprehension']))) return;
  const place = as?.place.at ?? keyPlace(reading, ['name']);
  if (place) yield { code: 'LW326', ...place, data: {} };
};

export const gateNeverOpens: Lint = function* ({ reading }) {
  for (const gate of gatesOf(reading)) {
    const questions = numberAt(reading, [...gate, 'comprehension', 'questions'])?.value ?? 1;
    const pass = numberAt(reading, [...gate, 'comprehension', 'pass']);
    if (pass && pass.value > questions) {
      yield { code: 'LW334', ...pass.place.at, data: { questions, pass: pass.value } };
    }
    const approvals = numberAt(reading, [...gate, 'approvals']);
    const names = textsAt(reading, [...gate, 'approvers']).map(({ text }) => text.trim().toLowerCase());
    const approvers = new Set(names).size;
    if (approvals && approvers > 0 && approvals.value > approvers) {
      yield { code: 'LW337', ...approvals.place.at, data: { approvals: approvals.value, approvers } };
    }
  }
};

export const gateTimeOut: Lint = function* ({ reading }) {
  for (const gate of gatesOf(reading)) {
    const then = textAt(reading, [...gate, 'on-timeout']);
    if (!then) continue;
    if (!isWritten(reading, [...gate, 'timeout-hours'])) {
      const at = then.place.key ?? then.place.at;
      yield { code: 'LW333', ...at, data: { field: 'on-timeout', needs: 'timeout-hours' } };
    } else if (then.text === 'approve') yield { code: 'LW332', ...then.place.at, data: {} };
  }
};

/** Understanding is about a change, so it is asked where there is one. */
export const comprehensionTooEarly: Lint = function* ({ reading }) {
  for (const gate of gatesOf(reading)) {
    const key = keyPlace(reading, [...gate, 'comprehension']);
    if (key && ['item', 'spend'].includes(before(reading, gate))) {
      yield { code: 'LW333', ...key, data: { field: 'comprehension', needs: 'before: deliver' } };
    }
  }
};

/** Teams of a forge, as in `@org/core`, are not known here: an approval comes with the email of a git identity. */
export const approverWithoutEmail: Lint = function* ({ reading }) {
  for (const gate of gatesOf(reading)) {
    for (const { text, place } of textsAt(reading, [...gate, 'approvers'])) {
      if (/^[^@\s]\S*@\S+$/.test(text)) continue;
      if (/^@\S/.test(text)) yield { code: 'LW105', ...place.at, data: { what: text, instead: teamInstead } };
      else yield { code: 'LW110', ...place.at, data: { what: text, rule: 'approvers' } };
    }
  }
};

const teamInstead = 'name people by the email of their git identity, such as `ada@example.com`';
