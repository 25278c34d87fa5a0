import {
  checkFields,
  checksVariable,
  everyCheck,
  maxMacroDepth,
  rangeMacros,
  refusedFunctions,
} from './goalContext.ts';

/** A node of a parsed CEL expression, as @marcbachmann/cel-js 8 makes it; offsets are UTF-16 units. */
export interface CelNode {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

/** A name in an expression and where it stands. */
export interface Named {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** All that a goal names, found without a type checker (which stops at its first error). */
export interface GoalUses {
  /** `checks.<id>` and `checks["<id>"]`. */
  readonly checks: readonly Named[];
  /** The field in `checks.<id>.<field>` where there is no such field. */
  readonly unknownFields: readonly Named[];
  /** Identifiers that are neither `checks` nor bound by a macro. */
  readonly unknownNames: readonly Named[];
  /** Calls that are refused, and macros nested too deep. */
  readonly refused: readonly Named[];
  /** `checks` where a macro ranges over it. */
  readonly ranges: readonly Named[];
  /** True where `checks` is used as a whole. */
  readonly whole: boolean;
}

interface Walk {
  readonly checks: Named[];
  readonly unknownFields: Named[];
  readonly unknownNames: Named[];
  readonly refused: Named[];
  readonly ranges: Named[];
  whole: boolean;
}

interface Scope {
  readonly bound: readonly string[];
  readonly macros: number;
}

const isNode = (value: unknown): value is CelNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value && 'start' in value;

const isMacro = (name: string): boolean => Object.hasOwn(rangeMacros, name);

/** Walks a parsed goal. */
export function readGoal(root: CelNode): GoalUses {
  const walk: Walk = { checks: [], unknownFields: [], unknownNames: [], refused: [], ranges: [], whole: false };
  visit(root, { bound: [], macros: 0 }, walk);
  return walk;
}

/** The goal with each `checks` that a macro ranges over renamed; as long as before. */
export function goalSource(goal: string, uses: GoalUses): string {
  return uses.ranges.reduce((text, { start, end }) => text.slice(0, start) + everyCheck + text.slice(end), goal);
}

/** The parts that must all hold: the operands of the outermost `&&`, in the order written. */
export function conjuncts(node: CelNode): readonly CelNode[] {
  if (node.op !== '&&' || !Array.isArray(node.args)) return [node];
  return node.args.filter(isNode).flatMap(conjuncts);
}

function visit(node: CelNode, scope: Scope, walk: Walk): void {
  if (node.op === 'id') visitName(node, scope, walk);
  else if (node.op === '.' || node.op === '[]') visitAccess(node, scope, walk);
  else if (node.op === 'call') visitCall(node, scope, walk);
  else if (node.op === 'rcall') visitMethod(node, scope, walk);
  else visitAll(node.args, scope, walk);
}

function visitAll(args: unknown, scope: Scope, walk: Walk): void {
  if (isNode(args)) visit(args, scope, walk);
  else if (Array.isArray(args)) for (const each of args) visitAll(each, scope, walk);
}

function visitName(node: CelNode, scope: Scope, walk: Walk): void {
  const name = String(node.args);
  if (scope.bound.includes(name)) return;
  if (name === checksVariable) walk.whole = true;
  else walk.unknownNames.push({ name, start: node.start, end: node.end });
}

const isChecks = (node: unknown, scope: Scope): boolean =>
  isNode(node) && node.op === 'id' && node.args === checksVariable && !scope.bound.includes(checksVariable);

function visitAccess(node: CelNode, scope: Scope, walk: Walk): void {
  const [target, key] = node.args as readonly [unknown, unknown];
  const check = checkOf(node, scope);
  if (check) {
    walk.checks.push(check);
    return;
  }
  const field = typeof key === 'string' ? key : undefined;
  if (isNode(target) && checkOf(target, scope) && field !== undefined && !Object.hasOwn(checkFields, field)) {
    walk.unknownFields.push({ name: field, start: node.end - field.length, end: node.end });
  }
  visitAll([target, key], scope, walk);
}

/** The check that `checks.<id>` or `checks["<id>"]` names. */
function checkOf(node: CelNode, scope: Scope): Named | undefined {
  if ((node.op !== '.' && node.op !== '[]') || !Array.isArray(node.args)) return undefined;
  const [target, key]: readonly unknown[] = node.args;
  if (!isChecks(target, scope)) return undefined;
  if (typeof key === 'string') return { name: key, start: node.end - key.length, end: node.end };
  if (isNode(key) && key.op === 'value' && typeof key.args === 'string') {
    return { name: key.args, start: key.start, end: key.end };
  }
  return undefined;
}

function visitCall(node: CelNode, scope: Scope, walk: Walk): void {
  const [name, args] = node.args as readonly [string, unknown];
  if (refusedFunctions.includes(name)) walk.refused.push({ name, start: node.start, end: node.start + name.length });
  visitAll(args, scope, walk);
}

function visitMethod(node: CelNode, scope: Scope, walk: Walk): void {
  const [name, receiver, args] = node.args as readonly [string, unknown, readonly unknown[]];
  if (refusedFunctions.includes(name)) walk.refused.push({ name, start: node.start, end: node.end });
  if (isMacro(name)) visitMacro(node, name, receiver, args, scope, walk);
  else if (name === 'bind' && isNode(receiver) && receiver.op === 'id' && receiver.args === 'cel') {
    visitAll(args[1], scope, walk);
    visitAll(args[2], bind(scope, args[0], 0), walk);
  } else visitAll([receiver, args], scope, walk);
}

function visitMacro(
  node: CelNode,
  name: string,
  receiver: unknown,
  args: readonly unknown[],
  scope: Scope,
  walk: Walk,
): void {
  const inside = bind(scope, args[0], 1);
  if (inside.macros > maxMacroDepth) walk.refused.push({ name, start: node.start, end: node.end });
  if (isChecks(receiver, scope) && isNode(receiver)) {
    walk.ranges.push({ name: checksVariable, start: receiver.start, end: receiver.end });
    walk.whole = true;
  } else visitAll(receiver, scope, walk);
  visitAll(args.slice(1), inside, walk);
}

function bind(scope: Scope, variable: unknown, macros: number): Scope {
  const name = isNode(variable) && variable.op === 'id' ? [String(variable.args)] : [];
  return { bound: [...scope.bound, ...name], macros: scope.macros + macros };
}
