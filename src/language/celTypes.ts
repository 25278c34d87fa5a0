import { Environment } from '@marcbachmann/cel-js';
import { type ExpressionContext, environmentsBy } from '../model/goalContext.ts';
import { type CelNode, childrenOf, type GoalUses, isNode } from '../model/goalTree.ts';
import type { Spot } from './problem.ts';

/** What an input of a loop can be; a choice is one of several texts. */
export type InputType = 'string' | 'number' | 'boolean' | 'choice';

const celTypes: { readonly [T in InputType]: string } = {
  string: 'string',
  number: 'double',
  boolean: 'bool',
  choice: 'string',
};

export const isInputType = (type: unknown): type is InputType =>
  typeof type === 'string' && Object.hasOwn(celTypes, type);

/** An expression as it is given to the type checker, and the environment that knows its names. */
export interface TypedSource {
  readonly text: string;
  readonly environment: Environment;
}

const environmentOf = environmentsBy(() => new Environment());

/** Environments with typed inputs are made anew for each set of them; one takes a fifth of a millisecond. */
const made = new Map<string, Environment>();
const mostRemembered = 50;

/**
 * CEL types a map as a whole, and the inputs of a loop are of different types. So each `inputs.<name>` becomes a variable
 * of its type, with a name as long as what it stands for: every offset stays true.
 */
export function withTypedInputs(
  text: string,
  uses: GoalUses,
  context: ExpressionContext,
  types: Readonly<Record<string, InputType>>,
): TypedSource {
  const names = new Map<string, string>();
  const typed = uses.data.reduce((source, { variable, member, start, end }) => {
    const type = variable === 'inputs' && Object.hasOwn(types, member) ? types[member] : undefined;
    if (type === undefined) return source;
    const name = `_${type[0]}`.padEnd(end - start, '_');
    names.set(name, celTypes[type]);
    return source.slice(0, start) + name + source.slice(end);
  }, text);
  return { text: typed, environment: names.size === 0 ? environmentOf(context) : environmentWith(context, names) };
}

function environmentWith(context: ExpressionContext, names: ReadonlyMap<string, string>): Environment {
  const key = `${context} ${[...names.keys()].sort().join(' ')}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= mostRemembered) made.clear();
  const environment = [...names].reduce(
    (sofar, [name, type]) => sofar.registerVariable(name, type),
    environmentOf(context).clone(),
  );
  made.set(key, environment);
  return environment;
}

const comparisons: readonly string[] = ['<', '<=', '>', '>=', '==', '!='];

/** Whole numbers divide without a rest: `run.no_progress / run.iteration > 0.5` holds only from 1 on. */
export function lostDecimals(text: string, { text: source, environment }: TypedSource): readonly Spot[] {
  const isWhole = (node: CelNode): boolean => {
    const result = environment.check(source.slice(node.start, node.end));
    return result.valid && result.type === 'int';
  };
  const found: Spot[] = [];
  const visit = (node: CelNode): void => {
    const [left, right] = childrenOf(node);
    if (comparisons.includes(node.op) && left && right) {
      for (const [side, other] of [
        [left, right],
        [right, left],
      ] as const) {
        if (side.op !== '/' || !isFraction(other) || !isWhole(side)) continue;
        const written = text.slice(side.start, side.end);
        const detail = `whole numbers divide without a rest, so \`${written}\` is never a fraction. Write \`double(…)\` around its first number`;
        found.push({ code: 'LW207', start: side.start, end: side.end, severity: 'warning', data: { detail } });
      }
    }
    childrenOf(node).forEach(visit);
  };
  visit(environment.parse(source).ast);
  return found;
}

/** A number written with decimals that are not zero. */
const isFraction = (node: unknown): boolean =>
  isNode(node) && node.op === 'value' && typeof node.args === 'number' && !Number.isInteger(node.args);
