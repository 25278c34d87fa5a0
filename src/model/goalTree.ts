import {
  checksVariable,
  type ExpressionContext,
  everyCheck,
  hasVariable,
  isVariable,
  maxMacroDepth,
  rangeMacros,
  refusedFunctions,
  type VariableName,
  variables,
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

/** `metrics.coverage`, `run.iteration`, `checks.tests.failed`: something that has one value. */
export interface Value extends Named {
  readonly variable: VariableName;
  /** `coverage`, `iteration`; the id of the check. */
  readonly member: string;
  /** Of a check. */
  readonly field?: string;
}

/** All that an expression names, found without a type checker (which stops at its first error). */
export interface GoalUses {
  /** `checks.<id>` and `checks["<id>"]`. */
  readonly checks: readonly Named[];
  /** `metrics.<id>`, and the same of `baseline` and `best`. */
  readonly metrics: readonly Named[];
  /** `inputs.<name>`. */
  readonly inputs: readonly Named[];
  /** `inputs.<name>` and `item.<name>` as a whole, from the variable to the end of the name. */
  readonly data: readonly Value[];
  /** The field where there is no such field: in `checks.<id>.<field>`, `run.<field>`, `judge.<field>`, `diff.<field>`. */
  readonly unknownFields: readonly (Named & { readonly known: readonly string[] })[];
  /** Identifiers that are no variable of any expression, nor bound by a macro. */
  readonly unknownNames: readonly Named[];
  /** Variables that other expressions have and this one has not. */
  readonly elsewhere: readonly (Named & { readonly name: VariableName })[];
  /** Each use of a variable, by its name. */
  readonly variables: readonly (Named & { readonly name: VariableName })[];
  /** What has one value: fields of `run`, `judge` and `diff`, metrics, fields of single checks. */
  readonly values: readonly Value[];
  /** Calls that are refused, and macros nested too deep. */
  readonly refused: readonly Named[];
  /** `checks` where a macro ranges over it. */
  readonly ranges: readonly Named[];
  /** True where `checks` is used as a whole. */
  readonly whole: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

interface Walk extends Mutable<GoalUses> {
  readonly context: ExpressionContext;
}

interface Scope {
  readonly bound: readonly string[];
  readonly macros: number;
}

export const isNode = (value: unknown): value is CelNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value && 'start' in value;

export const isMacro = (name: string): boolean => Object.hasOwn(rangeMacros, name);

/** Walks a parsed expression of one kind. */
export function readGoal(root: CelNode, context: ExpressionContext = 'goal'): GoalUses {
  const walk: Walk = {
    context,
    checks: [],
    metrics: [],
    inputs: [],
    data: [],
    unknownFields: [],
    unknownNames: [],
    elsewhere: [],
    variables: [],
    values: [],
    refused: [],
    ranges: [],
    whole: false,
  };
  visit(root, { bound: [], macros: 0 }, walk);
  return walk;
}

/** The expression with each `checks` that a macro ranges over renamed; as long as before. */
export function goalSource(goal: string, uses: GoalUses): string {
  return uses.ranges.reduce((text, { start, end }) => text.slice(0, start) + everyCheck + text.slice(end), goal);
}

/** The parts that must all hold: the operands of the outermost `&&`, in the order written. */
export function conjuncts(node: CelNode): readonly CelNode[] {
  if (node.op !== '&&' || !Array.isArray(node.args)) return [node];
  return node.args.filter(isNode).flatMap(conjuncts);
}

/** The nodes right below a node. */
export function childrenOf(node: CelNode): readonly CelNode[] {
  return nodesIn(node.args);
}

function nodesIn(args: unknown): readonly CelNode[] {
  if (isNode(args)) return [args];
  return Array.isArray(args) ? args.flatMap(nodesIn) : [];
}

function visit(node: CelNode, scope: Scope, walk: Walk): void {
  if (node.op === 'id') visitName(node, scope, walk);
  else if (node.op === '.' || node.op === '[]') visitAccess(node, scope, walk);
  else if (node.op === 'call') visitCall(node, scope, walk);
  else if (node.op === 'rcall') visitMethod(node, scope, walk);
  else visitAll(node.args, scope, walk);
}

function visitAll(args: unknown, scope: Scope, walk: Walk): void {
  for (const each of nodesIn(args)) visit(each, scope, walk);
}

function visitName(node: CelNode, scope: Scope, walk: Walk): void {
  const name = String(node.args);
  if (scope.bound.includes(name)) return;
  const { start, end } = node;
  if (!isVariable(name)) {
    walk.unknownNames.push({ name, start, end });
    return;
  }
  walk.variables.push({ name, start, end });
  if (!hasVariable(walk.context, name)) walk.elsewhere.push({ name, start, end });
  if (name === checksVariable) walk.whole = true;
}

/** The variable that a node is, unless a macro has bound its name. */
function variableOf(node: unknown, { bound }: Scope): VariableName | undefined {
  if (!isNode(node) || node.op !== 'id') return undefined;
  const name = String(node.args);
  return isVariable(name) && !bound.includes(name) ? name : undefined;
}

function visitAccess(node: CelNode, scope: Scope, walk: Walk): void {
  const [target, key] = node.args as readonly [unknown, unknown];
  const member = memberOf(node);
  const variable = variableOf(target, scope);
  if (variable !== undefined && member !== undefined && isNode(target)) {
    visitMember(node, { variable, member, target }, walk);
    return;
  }
  const check = isNode(target) ? checkOf(target, scope) : undefined;
  if (check !== undefined && member !== undefined) {
    if (!Object.hasOwn(variables.checks.fields, member.name)) {
      walk.unknownFields.push({ ...member, known: Object.keys(variables.checks.fields) });
    } else {
      const { start, end } = node;
      const name = `checks.${check.name}.${member.name}`;
      walk.values.push({ name, start, end, variable: 'checks', member: check.name, field: member.name });
    }
  }
  visitAll([target, key], scope, walk);
}

/** What stands right after a variable: the id of a check or metric, a field, a name of the data. */
function visitMember(
  { start, end }: CelNode,
  { variable, member, target }: { readonly variable: VariableName; readonly member: Named; readonly target: CelNode },
  walk: Walk,
): void {
  const use = { name: variable, start: target.start, end: target.end };
  walk.variables.push(use);
  if (!hasVariable(walk.context, variable)) walk.elsewhere.push(use);
  const declared = variables[variable];
  if (declared.holds === 'checks') {
    walk.checks.push(member);
    return;
  }
  if (declared.holds === 'numbers') walk.metrics.push(member);
  if (variable === 'inputs') walk.inputs.push(member);
  const value = { name: `${variable}.${member.name}`, start, end, variable, member: member.name };
  if (declared.holds === 'data') {
    walk.data.push(value);
    return;
  }
  if (declared.holds === 'fields' && !Object.hasOwn(declared.fields, member.name)) {
    walk.unknownFields.push({ ...member, known: Object.keys(declared.fields) });
  } else walk.values.push(value);
}

/** The name in `x.name` or `x["name"]`. */
function memberOf(node: CelNode): Named | undefined {
  if ((node.op !== '.' && node.op !== '[]') || !Array.isArray(node.args)) return undefined;
  const key: unknown = node.args[1];
  if (typeof key === 'string') return { name: key, start: node.end - key.length, end: node.end };
  if (isNode(key) && key.op === 'value' && typeof key.args === 'string') {
    return { name: key.args, start: key.start, end: key.end };
  }
  return undefined;
}

/** The check that `checks.<id>` or `checks["<id>"]` names. */
function checkOf(node: CelNode, scope: Scope): Named | undefined {
  const member = memberOf(node);
  const target: unknown = Array.isArray(node.args) ? node.args[0] : undefined;
  return member !== undefined && variableOf(target, scope) === checksVariable ? member : undefined;
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
    // Refused above; its names are bound all the same, so that they are not told as unknown too.
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
  if (variableOf(receiver, scope) === checksVariable && isNode(receiver)) {
    const use = { name: checksVariable, start: receiver.start, end: receiver.end } as const;
    walk.ranges.push(use);
    walk.variables.push(use);
    if (!hasVariable(walk.context, checksVariable)) walk.elsewhere.push(use);
    walk.whole = true;
  } else visitAll(receiver, scope, walk);
  visitAll(args.slice(1), inside, walk);
}

function bind(scope: Scope, variable: unknown, macros: number): Scope {
  const name = isNode(variable) && variable.op === 'id' ? [String(variable.args)] : [];
  return { bound: [...scope.bound, ...name], macros: scope.macros + macros };
}
