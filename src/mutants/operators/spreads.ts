import { briefly, type Edit } from '../edit.ts';
import { endOf, type Site, startOf, textOf } from '../syntaxTree.ts';

const changing = new Set(['sort', 'reverse', 'splice', 'push', 'unshift', 'fill']);

/** `f(x)` spreads its argument or stops to; a list is copied before it is changed. */
export function* spreadMutants({ node, parent, key, source }: Site): Iterable<Edit> {
  const [start, end] = [startOf(node), endOf(node)];
  const text = source.slice(start, end);
  if (node.type === 'SpreadElement' && parent?.type !== 'ObjectExpression') {
    const replacement = textOf(source, node.argument);
    yield {
      start,
      end,
      replacement,
      operator: 'spread',
      plausibility: 0.4,
      description: `${briefly(text)} → ${briefly(replacement)}`,
    };
  } else if (
    (key === 'arguments' || key === 'elements') &&
    (node.type === 'Identifier' || node.type === 'MemberExpression')
  ) {
    if (parent?.type === 'ArrayPattern') return;
    yield {
      start,
      end: start,
      replacement: '...',
      operator: 'spread',
      plausibility: 0.35,
      description: `${briefly(text)} → ...${briefly(text)}`,
    };
  } else if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { object, property } = node.callee;
    if (property.type !== 'Identifier' || !changing.has(property.name)) return;
    if (object.type !== 'Identifier' && object.type !== 'MemberExpression') return;
    yield {
      start: endOf(object),
      end: endOf(object),
      replacement: '.slice()',
      operator: 'spread',
      plausibility: 0.4,
      description: `${briefly(textOf(source, object))} is copied first`,
    };
  }
}
