import { isScalar } from 'yaml';
import {
  type ExpressionContext,
  hasVariable,
  isExpressionContext,
  variables,
  variablesOf,
} from '../model/goalContext.ts';
import type { GoalUses } from '../model/goalTree.ts';
import { type Declared, readCel } from './celExpression.ts';
import { type InputType, isInputType } from './celTypes.ts';
import { type FieldText, fieldTexts } from './fieldTexts.ts';
import type { Spot } from './problem.ts';
import { type Path, placeAt, type Reading } from './reading.ts';
import { scalarOffsets } from './scalarOffsets.ts';

/** An expression of the file and what it names. */
export interface FieldExpression {
  readonly path: Path;
  readonly context: ExpressionContext;
  readonly uses: GoalUses;
}

export interface GoalCheckup {
  readonly spots: readonly Spot[];
  /** What the goal names; undefined where it cannot be read. */
  readonly uses: GoalUses | undefined;
  /** Every expression that can be read: goal, give-up, gates, choice and key of items. */
  readonly expressions: readonly FieldExpression[];
}

/** Checks every expression of a loop: syntax, names, types. Which texts are expressions the schema says (`x-loop`). */
export function checkGoal(reading: Reading): GoalCheckup {
  const declared = declaredIn(reading);
  const spots: Spot[] = [];
  const expressions: FieldExpression[] = [];
  for (const field of fieldTexts(reading)) {
    const { lang, context = '', result } = field.meta;
    if (lang !== 'cel' || !isExpressionContext(context) || field.text.trim() === '') continue;
    if (field.place.at.start >= reading.trustedUntil) continue;
    const name = field.path.join('.');
    const expected = result === 'string' ? 'string' : 'bool';
    const read = readCel(field.text, { context, field: name, expected, declared });
    if (read === undefined) continue;
    if (read.uses !== undefined) expressions.push({ path: field.path, context, uses: read.uses });
    spots.push(
      ...placed(reading, field, [...read.spots, ...(read.uses ? absent(reading, field.path, context, read.uses) : [])]),
    );
  }
  const goal = expressions.find(({ context }) => context === 'goal');
  return { spots, uses: goal?.uses, expressions };
}

/** Problems at offsets of an expression, moved to where they stand in the file. */
function placed(reading: Reading, { place }: FieldText, spots: readonly Spot[]): readonly Spot[] {
  if (spots.length === 0) return [];
  const offsets = isScalar(place.node) ? scalarOffsets(reading.text, place.node) : [];
  const at = (offset: number): number => offsets[Math.min(offset, offsets.length - 1)] ?? place.at.start;
  return spots.map((spot) => {
    const start = at(spot.start);
    return { ...spot, start, end: Math.max(at(spot.end), start + 1) };
  });
}

function declaredIn(reading: Reading): Declared {
  const ids = (path: Path): readonly string[] | undefined => {
    const place = placeAt(reading, path);
    if (place === undefined) return path[0] === 'checks' ? undefined : [];
    return typeof place.value === 'object' && place.value !== null && !Array.isArray(place.value)
      ? Object.keys(place.value)
      : undefined;
  };
  const input = ids(inputsPath);
  return { check: ids(['checks']), metric: ids(['metrics']), input, inputTypes: typesOf(reading, input ?? []) };
}

const inputsPath = ['on', 'manual', 'inputs'];

/** An input without a type is a text. One whose type is wrong has a problem of its own. */
function typesOf(reading: Reading, inputs: readonly string[]): Readonly<Record<string, InputType>> {
  const typed = inputs.flatMap((name): readonly (readonly [string, InputType])[] => {
    const declared = placeAt(reading, [...inputsPath, name])?.value;
    if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) return [];
    const type: unknown = 'type' in declared ? declared.type : 'string';
    return isInputType(type) ? [[name, type]] : [];
  });
  return Object.fromEntries(typed);
}

/** Variables that hold nothing, because the loop has not what they stand for. Single names of maps are told by name. */
function absent(reading: Reading, path: Path, context: ExpressionContext, uses: GoalUses): readonly Spot[] {
  const before = placeAt(reading, [...path.slice(0, -1), 'before'])?.value;
  const here = variablesOf(context, typeof before === 'string' ? before : undefined);
  return uses.variables.flatMap(({ name, start, end }): readonly Spot[] => {
    if (!here.includes(name))
      return hasVariable(context, name) ? [{ code: 'LW205', start, end, data: { name, known: here } }] : [];
    const { holds, ...variable } = variables[name];
    if (holds === 'checks' || holds === 'numbers' || !('needs' in variable)) return [];
    if (name === 'inputs' && uses.inputs.some((input) => input.start > end && input.start - end <= 2)) return [];
    const needs = variable.needs.find((path) => placeAt(reading, path) === undefined);
    return needs === undefined
      ? []
      : [{ code: 'LW205', start, end, data: { name, known: [], needs: needs.join('.') } }];
  });
}
