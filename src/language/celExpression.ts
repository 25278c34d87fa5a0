import { Environment } from '@marcbachmann/cel-js';
import {
  checksVariable,
  contextVariables,
  type ExpressionContext,
  environmentsBy,
  everyCheck,
  GoalCheck,
  GoalJudge,
  maxExpression,
} from '../model/goalContext.ts';
import { type CelNode, type GoalUses, goalSource, type Named, readGoal } from '../model/goalTree.ts';
import { templateRoots } from '../model/templatePath.ts';
import { syntaxFault, typeFault } from './celFaults.ts';
import { type InputType, lostDecimals, withTypedInputs } from './celTypes.ts';
import { nearest } from './near.ts';
import type { Spot } from './problem.ts';

/** The ids that a loop gives; undefined where they are not known, and then no name is called unknown. */
export interface Declared {
  readonly check: readonly string[] | undefined;
  readonly metric: readonly string[] | undefined;
  readonly input: readonly string[] | undefined;
  /** What the inputs are, as far as their declarations say it. */
  readonly inputTypes?: Readonly<Record<string, InputType>>;
}

export interface Wanted {
  readonly context: ExpressionContext;
  /** Where it stands, for the message: `gates.big.when`. */
  readonly field: string;
  readonly expected: 'bool' | 'string';
  readonly declared: Declared;
}

/** Problems at offsets of the expression itself, and what it names where it can be read. */
export interface CelCheckup {
  readonly spots: readonly Spot[];
  readonly uses: GoalUses | undefined;
}

const environmentOf = environmentsBy(() => new Environment());

/** Roots of `${{ … }}` and of GitHub's expressions, which people know and expressions here have not. */
const knownElsewhere: readonly string[] = [
  ...Object.keys(templateRoots),
  'env',
  'secrets',
  'github',
  'vars',
  'steps',
  'needs',
];

/** Checks one expression; undefined where it is longer than the schema allows, which the shape tells. */
export function readCel(text: string, wanted: Wanted): CelCheckup | undefined {
  if (text.length > maxExpression) return undefined;
  const parsed = parse(text, wanted.context);
  if ('spots' in parsed) return { spots: parsed.spots, uses: undefined };
  const uses = readGoal(parsed.ast, wanted.context);
  const named = [...refused(uses), ...unknown(uses, wanted)];
  return { spots: named.length > 0 ? named : typed(text, uses, wanted), uses };
}

function parse(
  text: string,
  context: ExpressionContext,
): { readonly ast: CelNode } | { readonly spots: readonly Spot[] } {
  try {
    return { ast: environmentOf(context).parse(text).ast };
  } catch (error) {
    const { start, end, detail } = failure(error, text);
    return { spots: [{ code: 'LW201', start, end, data: { detail: syntaxFault(text, start, detail) } }] };
  }
}

function refused(uses: GoalUses): readonly Spot[] {
  return uses.refused.map(({ name, start, end }) => ({ code: 'LW204', start, end, data: { name } }));
}

/** Every name that there is not, in the order written: a type checker would stop at the first. */
function unknown(uses: GoalUses, { context, declared }: Wanted): readonly Spot[] {
  const here = contextVariables[context];
  const ids = (kind: 'check' | 'metric' | 'input', named: readonly Named[]): readonly Spot[] => {
    const known = declared[kind];
    return known ? named.filter(({ name }) => !known.includes(name)).map((each) => unknownName(kind, each, known)) : [];
  };
  return [
    ...ids('check', uses.checks),
    ...ids('metric', uses.metrics),
    ...ids('input', uses.inputs),
    ...uses.unknownFields.map((named) => unknownName('field', named, named.known)),
    ...uses.unknownNames.map((named) =>
      knownElsewhere.includes(named.name) ? notHere(named, here) : unknownName('name', named, here),
    ),
    ...uses.elsewhere.map((named) => notHere(named, here)),
  ].sort((a, b) => a.start - b.start);
}

const notHere = ({ name, start, end }: Named, known: readonly string[]): Spot => ({
  code: 'LW205',
  start,
  end,
  data: { name, known },
});

function unknownName(
  kind: 'check' | 'metric' | 'input' | 'field' | 'name',
  { name, start, end }: Named,
  known: readonly string[],
): Spot {
  const near = nearest(name, known);
  return { code: 'LW203', start, end, data: { kind, name, known, ...(near ? { near } : {}) } };
}

function typed(text: string, uses: GoalUses, { context, field, expected, declared }: Wanted): readonly Spot[] {
  const source = withTypedInputs(goalSource(text, uses), uses, context, declared.inputTypes ?? {});
  const result = source.environment.check(source.text);
  if (!result.valid) {
    const { start, end, detail } = failure(result.error, text);
    return [{ code: 'LW207', start, end, data: { detail: typeFault(detail) } }];
  }
  const whole = { start: text.length - text.trimStart().length, end: text.trimEnd().length };
  // What is in an item nobody knows before it is there.
  if (result.type !== expected && result.type !== 'dyn') {
    return [{ code: 'LW202', ...whole, data: { type: result.type ?? 'dyn', expected, field } }];
  }
  if (expected !== 'bool') return [];
  if (uses.variables.length === 0) return constant(text, context, field, whole);
  return [...foregone(text, uses, { context, field, whole }), ...lostDecimals(text, source)];
}

/** Of more truth values the combinations are not tried. */
const mostTried = 7;

interface Whole {
  readonly start: number;
  readonly end: number;
}

/** An expression that comes out the same whoever passes; tried with all combinations where nothing else is asked. */
function foregone(
  text: string,
  uses: GoalUses,
  { context, field, whole }: { readonly context: ExpressionContext; readonly field: string; readonly whole: Whole },
): readonly Spot[] {
  const asksMore =
    uses.whole ||
    uses.values.some(({ name }) => !/^(checks\.\w+|judge)\.passed$/.test(name)) ||
    uses.variables.some(({ name }) => name !== 'checks' && name !== 'judge');
  const ids = [...new Set(uses.checks.map(({ name }) => name))];
  if (asksMore || ids.length + 1 > mostTried) return [];
  const evaluate = environmentOf(context).parse(text);
  const values = new Set<unknown>();
  for (let mask = 0; mask < 2 ** (ids.length + 1) && values.size < 2; mask++) {
    const checks = ids.map((id, bit) => {
      const passed = (mask & (2 << bit)) !== 0;
      return [id, new GoalCheck({ passed, exitCode: passed ? 0 : 1, seconds: 1 })] as const;
    });
    const judge = new GoalJudge({ passed: (mask & 1) !== 0, score: 0 });
    try {
      values.add(evaluate({ [checksVariable]: new Map(checks), judge }));
    } catch {
      return [];
    }
  }
  const [value] = values;
  return values.size === 1 ? [{ code: 'LW206', ...whole, data: { value: value === true, field } }] : [];
}

/** An expression that names nothing is always true, always false, or an error. */
function constant(text: string, context: ExpressionContext, field: string, whole: Whole): readonly Spot[] {
  try {
    const value: unknown = environmentOf(context).evaluate(text, {});
    return [{ code: 'LW206', ...whole, data: { value: value === true, field } }];
  } catch (error) {
    return [{ code: 'LW207', ...whole, data: { detail: typeFault(failure(error, text).detail) } }];
  }
}

function failure(error: unknown, text: string): { start: number; end: number; detail: string } {
  const known =
    error instanceof Error
      ? (error as Error & { summary?: string; range?: { start: number; end: number } })
      : undefined;
  const detail = (known?.summary ?? known?.message ?? String(error)).replaceAll(everyCheck, checksVariable);
  const start = Math.min(known?.range?.start ?? 0, Math.max(0, text.trimEnd().length - 1));
  return { start, end: Math.max(start + 1, known?.range?.end ?? text.length), detail };
}
