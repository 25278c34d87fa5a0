import type { MakingLoop } from '../model/loopFile.ts';
import type { CheckOutcome } from '../model/steps.ts';
import { askedChecks } from './goal.ts';
import { unsatisfiable } from './unsatisfiable.ts';

/**
 * Why no pass can reach the goal, known before any is paid for: no outcome makes it true, or a check that it asks for
 * names a program that is not there. A path inside the repository could still be made, and so could what the program
 * calls in its turn.
 */
export function hopeless(loop: MakingLoop, before: readonly CheckOutcome[]): string | undefined {
  const { goal, checks, metrics, roles } = loop;
  const never = unsatisfiable(goal.until, { checks, metrics, hasJudge: roles.judge !== undefined });
  if (never !== undefined) return never;
  const asked = askedChecks(loop);
  for (const check of checks) {
    const outcome = before.find(({ id }) => id === check.id);
    if (outcome === undefined || !asked.includes(check.id)) continue;
    const program = check.run.trim().split(/\s+/, 1)[0] ?? '';
    if (outcome.ended === 'not-started' || isMissing(program, outcome)) {
      return `The check ${check.id} cannot run, so the goal cannot be reached: ${program} was not found. Install it, or mend the check. ${outcome.tail}`.trim();
    }
  }
  return undefined;
}

/** What POSIX shells and cmd.exe say of a program that they do not find. */
function isMissing(program: string, { passed, tail }: CheckOutcome): boolean {
  if (passed || program === '' || program.includes('/')) return false;
  return [`${program}: not found`, `${program}: command not found`, `'${program}' is not recognized`].some((words) =>
    tail.includes(words),
  );
}
