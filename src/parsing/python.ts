import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, container, type Declared, fieldText, type Rules, type Scope } from './rules.ts';

/** Python: functions, classes, and names that a module or class is given. */
export const python: Rules = {
  declared: (node, scope) => {
    switch (node.type) {
      case 'function_definition':
      case 'class_definition':
        return [definition(node, node, scope)];
      case 'decorated_definition': {
        const inner = node.childForFieldName('definition');
        return inner === null ? [] : [definition(node, inner, scope)];
      }
      case 'expression_statement':
        return scope === 'function' ? [] : assigned(node);
      case 'type_alias_statement':
        return [{ name: fieldText(node, 'left') ?? '', kind: 'type', node, body: node.childForFieldName('right') }];
      default:
        return [];
    }
  },
  leading: new Set(['comment']),
};

function definition(node: Node, inner: Node, scope: Scope): Declared {
  const body = inner.childForFieldName('body');
  const isClass = inner.type === 'class_definition';
  return {
    name: fieldText(inner, 'name') ?? '',
    kind: isClass ? 'class' : scope === 'class' ? 'method' : 'function',
    node,
    from: inner,
    body,
    inner: container(body, isClass ? 'class' : 'function'),
  };
}

function assigned(node: Node): readonly Declared[] {
  const assignment = childrenOf(node)[0];
  const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  if (left?.type !== 'identifier') return [];
  return [{ name: left.text, kind: 'value', node, body: assignment?.childForFieldName('right') }];
}
