import { briefly, type Edit } from '../edit.ts';
import { endOf, type Node, type Site, startOf } from '../syntaxTree.ts';

const decides = (parent: Node | undefined, key: string): boolean =>
  key === 'test' &&
  parent !== undefined &&
  ['IfStatement', 'WhileStatement', 'DoWhileStatement', 'ForStatement', 'ConditionalExpression'].includes(parent.type);

/** A condition is turned round, or always or never holds; the branches of a choice trade places. */
export function* conditionMutants({ node, parent, key, source }: Site): Iterable<Edit> {
  if (node.type === 'BinaryExpression' && (node.operator === 'instanceof' || node.operator === 'in')) {
    yield* negated(source, node, 0.5);
  }
  if (!decides(parent, key)) return;
  yield* negated(source, node, 0.75);
  const [start, end] = [startOf(node), endOf(node)];
  const loops = parent?.type !== 'IfStatement' && parent?.type !== 'ConditionalExpression';
  for (const replacement of loops ? ['false'] : ['true', 'false']) {
    const description = `${briefly(source.slice(start, end))} → ${replacement}`;
    yield { start, end, replacement, operator: 'condition-constant', plausibility: 0.3, description };
  }
}

function* negated(source: string, node: Node, plausibility: number): Iterable<Edit> {
  const [start, end] = [startOf(node), endOf(node)];
  const text = source.slice(start, end);
  const simple = /^[\w$.]+(?:\([^()]*\))?$/.test(text);
  const replacement = simple ? `!${text}` : `!(${text})`;
  const description = `${briefly(text)} → ${briefly(replacement)}`;
  yield { start, end, replacement, operator: 'condition-negated', plausibility, description };
}
