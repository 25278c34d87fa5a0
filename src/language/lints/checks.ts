import type { Spot } from '../problem.ts';
import { placeAt, type Reading } from '../reading.ts';
import { keyPlace, keysAt, type Lint, numberAt, textAt } from './lint.ts';

/** Commands that exit with 0 whatever happens, at the end of a script. */
const always = /^(true|:|exit\s+0|(?:echo|printf)\b[^|&$`<>()]*)$/;
const rescue = /(\|\|\s*(?:true|:|exit\s+0|echo\b[^|&"']*))$/;

/** The part of a command that makes it exit with 0 whatever happens; undefined for a command that can fail. */
export function cannotFail(command: string): string | undefined {
  const steps = command
    .split(/[;\n]/)
    .map((step) => step.trim())
    .filter((step) => step !== '' && !step.startsWith('#'));
  const last = steps.at(-1) ?? '';
  if (steps.length > 1 && /^set\s+-\w*e/.test(steps[0] ?? '')) return rescue.exec(last)?.[1];
  return rescue.exec(last)?.[1] ?? always.exec(last)?.[1];
}

export const checkCannotFail: Lint = function* ({ checks }) {
  for (const { id, command } of checks) {
    const because = cannotFail(command.text);
    if (because !== undefined) yield { code: 'LW304', ...command.place.at, data: { check: id, because } };
  }
};

/** A check that no expression names runs for the reader only; so does a metric that nothing is kept by. */
export const proofNotUsed: Lint = function* ({ reading, goal, uses, checks }) {
  if (!goal) return;
  const usedChecks = new Set(uses.flatMap((use) => use.checks).map(({ name }) => name));
  if (uses.every(({ whole }) => !whole) && goal.checks.length > 0) {
    for (const { id } of checks) yield* unused(reading, 'check', id, usedChecks.has(id));
  }
  const usedMetrics = new Set(uses.flatMap((use) => use.metrics).map(({ name }) => name));
  for (const id of keysAt(reading, ['metrics'])) {
    // A ratchet keeps the best whatever the goal says.
    const ratchet = placeAt(reading, ['metrics', id, 'ratchet'])?.value === true;
    yield* unused(reading, 'metric', id, ratchet || usedMetrics.has(id));
  }
};

function* unused(reading: Reading, kind: 'check' | 'metric', name: string, isUsed: boolean): Iterable<Spot> {
  const key = isUsed ? undefined : keyPlace(reading, [`${kind}s`, name]);
  if (key) yield { code: 'LW303', ...key, data: { kind, name } };
}

/** A goal that nothing measured decides lets the maker declare itself done, or one model another. */
export const goalUsesNoCheck: Lint = function* ({ reading, goal }) {
  const until = textAt(reading, ['goal', 'until']) ?? textAt(reading, ['goal']);
  if (!until || !goal || goal.whole || goal.unknownNames.length > 0) return;
  if (goal.variables.some(({ name }) => name === 'checks' || name === 'metrics')) return;
  yield { code: 'LW302', ...until.place.at, data: {} };
};

/** A test is flaky when it passes in one run and fails in another, so there must be several. */
export const quarantineWithoutRepeat: Lint = function* ({ reading, checks }) {
  for (const { id } of checks) {
    const flaky = textAt(reading, ['checks', id, 'flaky']);
    const repeat = numberAt(reading, ['checks', id, 'repeat'])?.value ?? 1;
    if (flaky?.text !== 'quarantine' || repeat > 1) continue;
    const data = { field: 'flaky: quarantine', needs: 'repeat: 3' };
    yield { code: 'LW333', ...(flaky.place.key ?? flaky.place.at), data };
  }
};
