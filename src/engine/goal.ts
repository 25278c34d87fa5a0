import { conjuncts } from '../model/goalTree.ts';
import type { MakingLoop } from '../model/loopFile.ts';
import { err, type Result } from '../model/result.ts';
import type { Facts, GoalPart } from '../model/steps.ts';
import { withParentheses } from '../model/withParentheses.ts';
import { evaluateBool, type ReadExpression, readExpression } from './expression.ts';

/** Whether the goal holds over these facts; the error says why there is no answer. Never throws. */
export function evaluateGoal(goal: string, facts: Facts): Result<boolean, string> {
  const answer = evaluateBool('goal', goal, facts);
  return answer.ok ? answer : err(`the goal has no answer: ${answer.error}`);
}

/** Which of these checks the goal asks for: a maker need not please the others. All, where it cannot be read. */
export function checksAskedFor(goal: string, ids: readonly string[]): readonly string[] {
  const read = readExpression('goal', goal);
  if (!read.ok) return ids;
  const { whole, ranges, checks } = read.value.uses;
  if (whole || ranges.length > 0) return ids;
  return ids.filter((id) => checks.some(({ name }) => name === id));
}

/** The ids of a loop's checks that its goal asks for. */
export const askedChecks = ({ goal, checks }: Pick<MakingLoop, 'goal' | 'checks'>): readonly string[] =>
  checksAskedFor(
    goal.until,
    checks.map(({ id }) => id),
  );

/** Whether the goal speaks of the judge. */
export function asksForJudge(goal: string): boolean {
  const read = readExpression('goal', goal);
  return read.ok && read.value.uses.variables.some(({ name }) => name === 'judge');
}

/**
 * Whether the goal could still hold if the judge said yes, whatever score that is: neither checker nor judge is paid for
 * a pass that fails anyway. What is not known (a metric, a check that did not run) does not hold.
 */
export function couldHold(goal: string, facts: Facts, suppose: { readonly judge?: 'passes' } = {}): boolean {
  if (holds(goal, facts)) return true;
  if (suppose.judge === undefined || !asksForJudge(goal)) return false;
  const scores = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  return scores.some((score) =>
    holds(goal, { ...facts, judge: { passed: true, score, scores: [score], reasons: [] } }),
  );
}

function holds(goal: string, facts: Facts): boolean {
  const answer = evaluateBool('goal', goal, facts);
  return answer.ok && answer.value;
}

/** Values that are told of one part of a goal. */
const mostValues = 5;

/** The goal part by part (the operands of its outermost `&&`), with what the values are. One part where it cannot be read. */
export function goalParts(goal: string, facts: Facts): readonly GoalPart[] {
  const read = readExpression('goal', goal);
  if (!read.ok) return [{ text: goal, holds: null, why: read.error }];
  return conjuncts(read.value.ast).map((node) => {
    const text = withParentheses(goal, node);
    const answer = evaluateBool('goal', text, facts);
    if (!answer.ok) return { text, holds: null, why: answer.error };
    return { text, holds: answer.value, why: detailsOf(text, facts) };
  });
}

/**
 * The parts of a goal that do not hold, in words for the maker and the reader, with what the values are:
 * `metrics.coverage >= 80.0 is false (metrics.coverage is 74.2)`. Empty when the goal holds.
 */
export function falseParts(parts: readonly GoalPart[]): readonly string[] {
  return parts.flatMap(({ text, holds, why }) => {
    if (holds === null) return [`${text}: ${why}`];
    return holds ? [] : [`${text} is false${why === '' ? '' : ` (${why})`}`];
  });
}

function detailsOf(part: string, facts: Facts): string {
  const read = readExpression('goal', part);
  if (!read.ok) return '';
  const details = [...valuesIn(read.value, facts), ...rangedIn(read.value, facts)];
  return details.slice(0, mostValues).join('; ');
}

/** Numbers that the part speaks of, each once. Truth values are left out: the part says them already. */
function valuesIn({ uses }: ReadExpression, facts: Facts): readonly string[] {
  const told = uses.values.flatMap(({ name, variable, member, field }) => {
    if (name === 'judge.passed') return facts.judge ? [`judge.score is ${rounded(facts.judge.score)}`] : [];
    const value = numberOf(variable, member, field, facts);
    return value === undefined ? [] : [`${name} is ${rounded(value)}`];
  });
  return [...new Set(told)];
}

function numberOf(variable: string, member: string, field: string | undefined, facts: Facts): number | undefined {
  switch (variable) {
    case 'metrics':
    case 'baseline':
    case 'best':
      return facts[variable][member];
    case 'judge':
      return facts.judge?.score;
    case 'diff':
      return member === 'lines' ? facts.diff.lines : undefined;
    case 'run':
      return runNumber(member, facts.run);
    case 'checks':
      return checkNumber(
        facts.checks.find(({ id }) => id === member),
        field,
      );
    default:
      return undefined;
  }
}

function runNumber(member: string, run: Facts['run']): number | undefined {
  const numbers: Readonly<Record<string, number | null>> = {
    iteration: run.iteration,
    no_progress: run.noProgress,
    tokens: run.tokens,
    cost_usd: run.costUsd,
    minutes: run.minutes,
  };
  return numbers[member] ?? undefined;
}

function checkNumber(check: Facts['checks'][number] | undefined, field: string | undefined): number | undefined {
  if (check === undefined) return undefined;
  if (field === 'exit_code') return check.exitCode ?? -1;
  if (field === 'seconds') return check.seconds;
  if (field !== 'failed') return undefined;
  return Math.max(check.passed ? 0 : 1, check.failedTests ?? check.failing?.length ?? 0);
}

/** Where a part ranges over all checks, those that do not pass. */
function rangedIn({ uses }: ReadExpression, { checks }: Facts): readonly string[] {
  if (uses.ranges.length === 0) return [];
  const failing = checks.filter(({ passed }) => !passed).map(({ id }) => id);
  return failing.length === 0 ? [] : [`not passed: ${failing.join(', ')}`];
}

const rounded = (value: number): string => String(Number(value.toPrecision(6)));
