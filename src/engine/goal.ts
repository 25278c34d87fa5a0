import { Environment } from '@marcbachmann/cel-js';
import { checksVariable, declareGoal, everyCheck, GoalCheck } from '../model/goalContext.ts';
import { conjuncts, goalSource, readGoal } from '../model/goalTree.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CheckOutcome } from '../model/steps.ts';

/** What a goal needs to know of a check. */
export type GoalFact = Pick<CheckOutcome, 'id' | 'passed' | 'exitCode' | 'seconds'>;

const environment = declareGoal(new Environment());

/**
 * Whether the goal holds over these checks. An error says why there is no answer: the expression is not valid, calls
 * what is refused, or needs a check that did not run. It never throws; without an answer no goal is reached.
 */
export function evaluateGoal(goal: string, checks: readonly GoalFact[]): Result<boolean, string> {
  try {
    const uses = readGoal(environment.parse(goal).ast);
    const refused = uses.refused[0];
    if (refused) return err(`the goal uses ${refused.name}() in a way that is refused`);
    const value: unknown = environment.evaluate(goalSource(goal, uses), facts(checks));
    return typeof value === 'boolean' ? ok(value) : err('the goal is neither true nor false');
  } catch (error) {
    return err(`the goal could not be worked out: ${summary(error)}`);
  }
}

/** Which of these checks the goal asks for: a maker need not please the others. */
export function checksAskedFor(goal: string, ids: readonly string[]): readonly string[] {
  const uses = readGoal(environment.parse(goal).ast);
  if (uses.whole || uses.ranges.length > 0) return ids;
  return ids.filter((id) => uses.checks.some(({ name }) => name === id));
}

/**
 * Which parts of the goal's outermost `&&` do not hold, in words for the maker and the reader:
 * `checks.lint.passed is false`. Empty when the goal holds.
 */
export function falseParts(goal: string, checks: readonly GoalFact[]): readonly string[] {
  const parts = conjunctTexts(goal);
  return parts.flatMap((part) => {
    const verdict = evaluateGoal(part, checks);
    if (!verdict.ok) return [`${part}: ${verdict.error}`];
    return verdict.value ? [] : [`${part} is false`];
  });
}

function conjunctTexts(goal: string): readonly string[] {
  try {
    return conjuncts(environment.parse(goal).ast).map((part) => goal.slice(part.start, part.end));
  } catch {
    return [goal];
  }
}

function facts(checks: readonly GoalFact[]): Record<string, unknown> {
  const entries = checks.map((check) => [check.id, new GoalCheck(check)] as const);
  return { [checksVariable]: new Map(entries), [everyCheck]: entries.map(([, check]) => check) };
}

/** cel-js puts a source excerpt in `message` and the plain sentence in `summary`. */
function summary(error: unknown): string {
  if (error instanceof Error && 'summary' in error) return String(error.summary);
  return error instanceof Error ? error.message : String(error);
}
