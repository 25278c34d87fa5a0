import { placeAt } from '../reading.ts';
import type { Lint } from './lint.ts';

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

/** A check that the goal does not name runs for the reader only. */
export const checkNotUsed: Lint = function* ({ reading, goal, checks }) {
  if (!goal || goal.whole || goal.checks.length === 0) return;
  const used = new Set(goal.checks.map(({ name }) => name));
  for (const { id } of checks) {
    const key = used.has(id) ? undefined : placeAt(reading, ['checks', id])?.key;
    if (key) yield { code: 'LW303', ...key, data: { check: id } };
  }
};

/** A goal that no check decides lets the maker declare itself done. */
export const goalUsesNoCheck: Lint = function* ({ reading, goal }) {
  const place = placeAt(reading, ['goal']);
  if (!place || !goal || goal.whole || goal.checks.length > 0 || goal.unknownNames.length > 0) return;
  yield { code: 'LW302', ...place.at, data: {} };
};
