import { Environment } from '@marcbachmann/cel-js';
import {
  contextVariables,
  type ExpressionContext,
  environmentsBy,
  everyCheck,
  GoalCheck,
  GoalDiff,
  GoalJudge,
  GoalRun,
  maxExpression,
} from '../model/goalContext.ts';
import { type CelNode, type GoalUses, goalSource, readGoal } from '../model/goalTree.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Facts } from '../model/steps.ts';
import { costOf, mostCost } from './expressionCost.ts';
import { celData, type Measured, measured } from './expressionData.ts';

/** What each kind of expression is worked out over. */
export type FactsOf<C extends ExpressionContext> = C extends 'items' ? Pick<Facts, 'item' | 'inputs'> : Facts;

type AnyFacts = Pick<Facts, 'item' | 'inputs'> & Partial<Facts>;

/**
 * Whether an expression holds. An error says why there is no answer: it is not valid, calls what is refused, would take
 * too long over these data, or needs what is not known (a check that did not run, a metric that could not be measured,
 * tokens or cost that no agent reported). Without an answer nothing is reached, given up or let through: unknown is
 * neither zero nor true. Never throws, and never runs longer than about a second.
 */
export function evaluateBool<C extends ExpressionContext>(
  context: C,
  text: string,
  facts: FactsOf<C>,
): Result<boolean, string> {
  const answer = evaluate(context, text, facts);
  if (!answer.ok) return answer;
  return typeof answer.value === 'boolean' ? ok(answer.value) : err('it is neither true nor false');
}

/** The text that an expression yields, for keys; a number is written out. Errors are as for {@link evaluateBool}. */
export function evaluateText<C extends ExpressionContext>(
  context: C,
  text: string,
  facts: FactsOf<C>,
): Result<string, string> {
  const answer = evaluate(context, text, facts);
  if (!answer.ok) return answer;
  const { value } = answer;
  if (typeof value === 'string') return value.trim() === '' ? err('it is an empty text') : ok(value);
  return typeof value === 'number' || typeof value === 'bigint' ? ok(String(value)) : err('it is no text');
}

/** An expression that was read: its tree, what it names, and how to work it out. */
export interface ReadExpression {
  readonly ast: CelNode;
  readonly uses: GoalUses;
  readonly run: (scope: Record<string, unknown>) => unknown;
}

/** The same few expressions are worked out again and again, at every pass and every replay. */
const readBefore = new Map<string, Result<ReadExpression, string>>();
const mostRemembered = 500;

/** Reads an expression; the error says why it cannot be read or is refused. */
export function readExpression(context: ExpressionContext, text: string): Result<ReadExpression, string> {
  if (text.length > maxExpression) return err(`it has more than ${maxExpression} characters`);
  const key = `${context} ${text}`;
  const known = readBefore.get(key);
  if (known !== undefined) return known;
  if (readBefore.size >= mostRemembered) readBefore.clear();
  const made = readAnew(context, text);
  readBefore.set(key, made);
  return made;
}

function readAnew(context: ExpressionContext, text: string): Result<ReadExpression, string> {
  try {
    const environment = environmentOf(context);
    const { ast } = environment.parse(text);
    const uses = readGoal(ast, context);
    const refused = uses.refused[0];
    if (refused !== undefined) return err(`it uses ${refused.name}() in a way that is refused`);
    return ok({ ast, uses, run: environment.parse(goalSource(text, uses)) });
  } catch (error) {
    return err(`it cannot be read: ${summary(error)}`);
  }
}

function evaluate(context: ExpressionContext, text: string, facts: AnyFacts): Result<unknown, string> {
  const read = readExpression(context, text);
  if (!read.ok) return read;
  const { ast, uses, run } = read.value;
  const data = measured(facts);
  if (!data.ok) return data;
  if (costOf(ast, data.value) > mostCost) return err(tooCostly(data.value));
  try {
    return ok(run(scopeOf(context, facts, uses)));
  } catch (error) {
    return err(notKnown(uses, facts) ?? `it could not be worked out: ${summary(error)}`);
  }
}

const tooCostly = ({ entries, characters }: Measured): string =>
  `it would take too long over a list of ${entries} entries and texts of ${characters} characters; compare less in it`;

const environmentOf = environmentsBy(() => new Environment());

/** Only what the expression names is made ready for CEL. */
function scopeOf(context: ExpressionContext, facts: AnyFacts, uses: GoalUses): Record<string, unknown> {
  const used = new Set(uses.variables.map(({ name }) => name));
  const scope: Record<string, unknown> = {};
  for (const name of contextVariables[context]) if (used.has(name)) scope[name] = celValue(name, facts);
  if (uses.ranges.length > 0) scope[everyCheck] = (facts.checks ?? []).map((check) => new GoalCheck(check));
  return scope;
}

function celValue(name: (typeof contextVariables)['goal'][number], facts: AnyFacts): unknown {
  switch (name) {
    case 'checks':
      return new Map((facts.checks ?? []).map((check) => [check.id, new GoalCheck(check)] as const));
    case 'metrics':
    case 'baseline':
    case 'best':
      return new Map(Object.entries(facts[name] ?? {}));
    case 'judge':
      return facts.judge && new GoalJudge(facts.judge);
    case 'run':
      return facts.run && new GoalRun(facts.run);
    case 'diff':
      return facts.diff && new GoalDiff(facts.diff);
    case 'item':
      return celData(facts.item);
    case 'inputs':
      return celData(facts.inputs);
  }
}

/** What an expression needs and is not known, in words. */
function notKnown(uses: GoalUses, facts: AnyFacts): string | undefined {
  for (const { name, variable, member } of uses.values) {
    if (variable === 'judge' && facts.judge === undefined) return 'judge is not known: no judge was asked';
    if (variable === 'checks' && !facts.checks?.some(({ id }) => id === member)) {
      return `checks.${member} is not known: the check ${member} did not run`;
    }
    if (variable === 'metrics' || variable === 'baseline' || variable === 'best') {
      if (facts[variable]?.[member] === undefined) return `${name} is not known: it could not be measured`;
    }
    if (name === 'run.tokens' && facts.run?.tokens === null) return unreported(name);
    if (name === 'run.cost_usd' && facts.run?.costUsd === null) return unreported(name);
  }
  return undefined;
}

const unreported = (name: string): string => `${name} is not known: an agent of this run did not report it`;

/** cel-js puts a source excerpt in `message` and the plain sentence in `summary`. */
function summary(error: unknown): string {
  if (error instanceof Error && 'summary' in error) return String(error.summary);
  return error instanceof Error ? error.message : String(error);
}
