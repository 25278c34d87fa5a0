import { Environment } from '@marcbachmann/cel-js';
import { isScalar } from 'yaml';
import { checkFields, checksVariable, declareGoal, GoalCheck } from '../model/goalContext.ts';
import { type GoalUses, goalSource, readGoal } from '../model/goalTree.ts';
import { nearest } from './near.ts';
import type { Spot } from './problem.ts';
import { placeAt, type Reading } from './reading.ts';
import { scalarOffsets } from './scalarOffsets.ts';

const environment = declareGoal(new Environment());

/** The longest goal that is looked at; the schema refuses longer ones. */
const maxGoal = 4096;

export interface GoalCheckup {
  readonly spots: readonly Spot[];
  /** What the goal names; undefined where it cannot be read. */
  readonly uses: GoalUses | undefined;
}

/** The problem at offsets of the expression itself. */
type Local = Spot;

/** Checks the goal of a loop: syntax, names, types. */
export function checkGoal(reading: Reading): GoalCheckup {
  const place = placeAt(reading, ['goal']);
  const usable = place && isScalar(place.node) && typeof place.value === 'string';
  if (!usable || place.at.start >= reading.trustedUntil) return { spots: [], uses: undefined };
  const goal = String(place.value);
  if (goal.trim() === '' || goal.length > maxGoal) return { spots: [], uses: undefined };
  const checks = placeAt(reading, ['checks'])?.value;
  const ids = typeof checks === 'object' && checks !== null && !Array.isArray(checks) ? Object.keys(checks) : undefined;
  const { spots, uses } = checkExpression(goal, ids);
  if (spots.length === 0) return { spots, uses };
  const offsets = isScalar(place.node) ? scalarOffsets(reading.text, place.node) : [];
  const at = (offset: number): number => offsets[Math.min(offset, offsets.length - 1)] ?? place.at.start;
  return {
    uses,
    spots: spots.map((spot) => {
      const start = at(spot.start);
      return { ...spot, start, end: Math.max(at(spot.end), start + 1) };
    }),
  };
}

/** Checks an expression; `ids` are the checks there are, undefined where they are not known. */
export function checkExpression(goal: string, ids: readonly string[] | undefined): GoalCheckup {
  const parsed = parse(goal);
  if ('spots' in parsed) return { ...parsed, uses: undefined };
  const uses = readGoal(parsed.ast);
  const named = [...refused(uses), ...unknown(uses, ids)];
  if (named.length > 0) return { spots: named, uses };
  return { spots: typed(goal, uses), uses };
}

function parse(goal: string): { readonly ast: Parameters<typeof readGoal>[0] } | { readonly spots: readonly Local[] } {
  try {
    return { ast: environment.parse(goal).ast };
  } catch (error) {
    const { start, end, detail } = failure(error, goal);
    return { spots: [{ code: 'LW201', start, end, data: { detail } }] };
  }
}

function refused(uses: GoalUses): readonly Local[] {
  return uses.refused.map(({ name, start, end }) => ({ code: 'LW204', start, end, data: { name } }));
}

function unknown(uses: GoalUses, ids: readonly string[] | undefined): readonly Local[] {
  const checks = ids ? uses.checks.filter(({ name }) => !ids.includes(name)) : [];
  return [
    ...checks.map((named) => unknownName('check', named, ids ?? [])),
    ...uses.unknownFields.map((named) => unknownName('field', named, Object.keys(checkFields))),
    ...uses.unknownNames.map((named) => unknownName('name', named, [checksVariable])),
  ].sort((a, b) => a.start - b.start);
}

function unknownName(
  kind: 'check' | 'field' | 'name',
  { name, start, end }: GoalUses['checks'][number],
  known: readonly string[],
): Local {
  const near = nearest(name, known);
  return { code: 'LW203', start, end, data: { kind, name, known, ...(near ? { near } : {}) } };
}

function typed(goal: string, uses: GoalUses): readonly Local[] {
  const result = environment.check(goalSource(goal, uses));
  const start = goal.length - goal.trimStart().length;
  const end = goal.trimEnd().length;
  if (!result.valid) {
    const where = failure(result.error, goal);
    return [{ code: 'LW207', start: where.start, end: where.end, data: { detail: where.detail } }];
  }
  if (result.type !== 'bool') return [{ code: 'LW202', start, end, data: { type: result.type ?? 'dyn' } }];
  if (uses.checks.length > 0 || uses.whole) return foregone(goal, uses, start, end);
  return constant(goal, start, end);
}

/** Of more checks the combinations are not tried. */
const maxTried = 6;

/** A goal that comes out the same whichever checks pass; tried with all combinations where only `passed` matters. */
function foregone(goal: string, uses: GoalUses, start: number, end: number): readonly Local[] {
  const ids = [...new Set(uses.checks.map(({ name }) => name))];
  if (uses.whole || ids.length > maxTried || /exit_code|seconds|cel\b/.test(goal)) return [];
  const evaluate = environment.parse(goal);
  const values = new Set<unknown>();
  for (let mask = 0; mask < 2 ** ids.length && values.size < 2; mask++) {
    const checks = ids.map((id, bit) => {
      const passed = (mask & (1 << bit)) !== 0;
      return [id, new GoalCheck({ passed, exitCode: passed ? 0 : 1, seconds: 1 })] as const;
    });
    try {
      values.add(evaluate({ [checksVariable]: new Map(checks) }));
    } catch {
      return [];
    }
  }
  const [value] = values;
  return values.size === 1 ? [{ code: 'LW206', start, end, data: { value: value === true } }] : [];
}

/** A goal that names no check is always true, always false, or an error. */
function constant(goal: string, start: number, end: number): readonly Local[] {
  try {
    const value: unknown = environment.evaluate(goal, {});
    return [{ code: 'LW206', start, end, data: { value: value === true } }];
  } catch (error) {
    return [{ code: 'LW207', start, end, data: { detail: failure(error, goal).detail } }];
  }
}

function failure(error: unknown, goal: string): { start: number; end: number; detail: string } {
  const known =
    error instanceof Error
      ? (error as Error & { summary?: string; range?: { start: number; end: number } })
      : undefined;
  const detail = (known?.summary ?? known?.message ?? String(error)).replaceAll('_every', checksVariable);
  const start = Math.min(known?.range?.start ?? 0, Math.max(0, goal.trimEnd().length - 1));
  return { start, end: Math.max(start + 1, known?.range?.end ?? goal.length), detail };
}
