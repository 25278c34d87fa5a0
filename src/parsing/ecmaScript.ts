import type { Node } from '@vscode/tree-sitter-wasm';
import { type Container, childrenOf, container, type Declared, fieldText, type Rules, type Scope } from './rules.ts';

const functions: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
  'function_declaration',
  'generator_function_declaration',
]);

/** Calls that give a test, or a group of them, a name. */
const testCalls: ReadonlySet<string> = new Set(['describe', 'context', 'suite', 'it', 'test', 'specify', 'bench']);

type Describe = (node: Node, scope: Scope) => readonly Declared[];

const declaredFunction: Describe = (node) => {
  const body = node.childForFieldName('body');
  return [{ name: nameOf(node), kind: 'function', node, body, inner: container(body, 'function') }];
};

const declaredClass: Describe = (node) => {
  const body = node.childForFieldName('body');
  return [{ name: nameOf(node), kind: 'class', node, body, inner: container(body, 'class') }];
};

const declaredType: Describe = (node) => [
  { name: nameOf(node), kind: 'type', node, body: node.childForFieldName('body') ?? node.childForFieldName('value') },
];

const overload: Describe = (node, scope) => [
  { name: nameOf(node), kind: scope === 'class' ? 'method' : 'function', node, isOverload: true },
];

const declaredMethod: Describe = (node) => {
  const body = node.childForFieldName('body');
  return [{ name: methodName(node), kind: 'method', node, body, inner: container(body, 'function') }];
};

const declaredNamespace: Describe = (node) => {
  const body = node.childForFieldName('body');
  return [{ name: nameOf(node), kind: 'class', node, body, inner: container(body, 'file') }];
};

const byType: Readonly<Record<string, Describe>> = {
  function_declaration: declaredFunction,
  generator_function_declaration: declaredFunction,
  class_declaration: declaredClass,
  abstract_class_declaration: declaredClass,
  interface_declaration: declaredType,
  type_alias_declaration: declaredType,
  enum_declaration: declaredType,
  function_signature: overload,
  method_signature: overload,
  abstract_method_signature: overload,
  method_definition: declaredMethod,
  internal_module: declaredNamespace,
  module: declaredNamespace,
  lexical_declaration: variables,
  variable_declaration: variables,
  public_field_definition: field,
  field_definition: field,
  pair,
  export_statement: exported,
  ambient_declaration: (node, scope) => wrapped(node, childrenOf(node)[0], scope),
  expression_statement: expression,
};

/** JavaScript and TypeScript, with and without JSX: declarations, members, test cases, and what is put into `exports`. */
export const ecmaScript: Rules = {
  declared: (node, scope) => byType[node.type]?.(node, scope) ?? [],
  within: wrappers,
  leading: new Set(['comment', 'decorator']),
};

const nameOf = (node: Node): string => unquoted(fieldText(node, 'name') ?? 'default');

const unquoted = (name: string): string => name.replace(/^(['"])(.*)\1$/, '$2');

function methodName(node: Node): string {
  const accessor = node.children.find((child) => child?.type === 'get' || child?.type === 'set')?.type;
  return accessor === undefined ? nameOf(node) : `${accessor} ${nameOf(node)}`;
}

/** A declaration inside another node, whose lines are those of the outer one. */
function wrapped(outer: Node, inner: Node | null | undefined, scope: Scope): readonly Declared[] {
  if (inner === null || inner === undefined) return [];
  const declared = byType[inner.type]?.(inner, scope) ?? [];
  const [only, ...more] = declared;
  return only === undefined || more.length > 0 ? declared : [{ ...only, node: outer }];
}

function exported(node: Node, scope: Scope): readonly Declared[] {
  const declaration = node.childForFieldName('declaration');
  if (declaration !== null) return wrapped(node, declaration, scope);
  const value = node.childForFieldName('value');
  return value === null ? [] : [{ name: 'default', node, ...kindOfValue(value, 'value') }];
}

/** What a name that is given a value is: by the value. */
function kindOfValue(value: Node | null, otherwise: 'value' | 'method'): Pick<Declared, 'kind' | 'body' | 'inner'> {
  if (value === null) return { kind: 'value' };
  if (functions.has(value.type)) {
    const body = value.childForFieldName('body');
    const isBlock = body?.type === 'statement_block';
    const kind = otherwise === 'method' ? 'method' : 'function';
    return { kind, body, inner: isBlock ? container(body, 'function') : [] };
  }
  if (value.type === 'class') {
    const body = value.childForFieldName('body');
    return { kind: 'class', body, inner: container(body, 'class') };
  }
  return { kind: 'value', body: value, inner: value.type === 'object' ? container(value, 'object') : [] };
}

function variables(node: Node, scope: Scope): readonly Declared[] {
  const declarators = childrenOf(node).filter(({ type }) => type === 'variable_declarator');
  const named = declarators.flatMap((declarator): Declared[] => {
    const name = declarator.childForFieldName('name');
    if (name?.type !== 'identifier') return [];
    const value = kindOfValue(declarator.childForFieldName('value'), 'value');
    // What a function keeps for itself has no name outside, unless it is a function too.
    if (scope === 'function' && value.kind === 'value') return [];
    return [{ name: name.text, node: declarators.length === 1 ? node : declarator, ...value }];
  });
  return named;
}

function field(node: Node): readonly Declared[] {
  const name = fieldText(node, 'name') ?? fieldText(node, 'property');
  return name === undefined ? [] : [{ name, node, ...kindOfValue(node.childForFieldName('value'), 'method') }];
}

/** A member of an object, where it is a function or has some. */
function pair(node: Node): readonly Declared[] {
  const value = node.childForFieldName('value');
  const named = kindOfValue(value, 'method');
  if (named.kind === 'value' && value?.type !== 'object') return [];
  return [{ name: unquoted(fieldText(node, 'key') ?? ''), node, ...named }];
}

function expression(node: Node, scope: Scope): readonly Declared[] {
  const inner = childrenOf(node)[0];
  if (inner?.type === 'internal_module') return wrapped(node, inner, scope);
  if (inner?.type === 'assignment_expression') return assigned(node, inner, scope);
  return inner?.type === 'call_expression' ? testCase(node, inner) : [];
}

/** `exports.parse = function …`, `Parser.prototype.parse = …`, `module.exports = { … }`. */
function assigned(node: Node, assignment: Node, scope: Scope): readonly Declared[] {
  const left = assignment.childForFieldName('left');
  const named = kindOfValue(assignment.childForFieldName('right'), 'value');
  const hasOwn = named.kind !== 'value' || (named.inner?.length ?? 0) > 0;
  if (left?.type !== 'member_expression' || !hasOwn || (scope === 'function' && named.kind === 'value')) return [];
  const name = left.text.replace(/\s+/g, '').replace(/\.prototype\b/, '');
  return name.length > 100 ? [] : [{ name, node, ...named }];
}

function testCase(node: Node, call: Node): readonly Declared[] {
  const args = call.childForFieldName('arguments');
  const [title, ...others] = args === null ? [] : childrenOf(args);
  const callback = others.find(({ type }) => functions.has(type));
  if (title === undefined || callback === undefined || !testCalls.has(calleeOf(call))) return [];
  if (title.type !== 'string' && title.type !== 'template_string') return [];
  const name = title.text.slice(1, -1).replace(/\s+/g, ' ').slice(0, 120);
  const body = callback.childForFieldName('body');
  return [{ name, joint: ' › ', kind: 'function', node, body: callback, inner: container(body, 'function') }];
}

/** The first name of what is called: `it` of `it.each(…)(…)`. */
function calleeOf(call: Node): string {
  let node: Node | null = call;
  while (node !== null && node.type !== 'identifier') {
    node = node.childForFieldName('function') ?? node.childForFieldName('object');
  }
  return node?.text ?? '';
}

/** A function around all of a file: `(function () { … })()`, `define(function () { … })`. */
function wrappers(node: Node, scope: Scope): readonly Container[] {
  if (scope !== 'file' || node.type !== 'expression_statement') return [];
  let inner = childrenOf(node)[0];
  while (inner?.type === 'unary_expression' || inner?.type === 'parenthesized_expression') inner = childrenOf(inner)[0];
  if (inner?.type !== 'call_expression') return [];
  const args = inner.childForFieldName('arguments');
  let callee = inner.childForFieldName('function');
  while (callee?.type === 'parenthesized_expression') callee = childrenOf(callee)[0] ?? null;
  return [callee, ...(args === null ? [] : childrenOf(args))].flatMap((one) =>
    one !== null && functions.has(one.type) ? container(one.childForFieldName('body'), 'file') : [],
  );
}
