import type { Node } from './syntaxTree.ts';

const looseParents = new Set([
  'VariableDeclarator',
  'AssignmentExpression',
  'ReturnStatement',
  'CallExpression',
  'OptionalCallExpression',
  'NewExpression',
  'ArrayExpression',
  'ObjectProperty',
  'TemplateLiteral',
  'IfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'SwitchStatement',
  'ExpressionStatement',
  'AssignmentPattern',
]);

/** Whether any operator expression may stand under `parent` in the place of `key` without parentheses. */
export function standsBare(parent: Node | undefined, key: string): boolean {
  if (parent === undefined || key === 'callee' || key === 'tag') return false;
  if (looseParents.has(parent.type)) return true;
  return (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression') && key === 'property';
}
