import { briefly, type Edit } from '../edit.ts';
import { standsBare } from '../parentheses.ts';
import { endOf, type Node, type Site, startOf, textOf } from '../syntaxTree.ts';

const relations = new Set(['<', '<=', '>', '>=', '===', '!==', '==', '!=']);
const countingMethods = new Set([
  'slice',
  'substring',
  'substr',
  'splice',
  'charAt',
  'charCodeAt',
  'codePointAt',
  'at',
  'repeat',
  'padStart',
  'padEnd',
  'indexOf',
  'lastIndexOf',
  'fill',
  'toFixed',
  'subarray',
]);

const isCountingCall = (parent: Node): boolean =>
  parent.type === 'CallExpression' &&
  parent.callee.type === 'MemberExpression' &&
  parent.callee.property.type === 'Identifier' &&
  countingMethods.has(parent.callee.property.name);

const isLength = (node: Node): boolean =>
  node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'length';

/** Places that hold a count or a position, with how likely a slip by one is there. */
function countingPlace({ node, parent, key }: Site): number {
  if (parent === undefined || (key === 'left' && parent.type === 'AssignmentExpression')) return 0;
  if (parent.type === 'BinaryExpression' && relations.has(parent.operator)) return key === 'right' ? 0.7 : 0.4;
  if (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression') {
    return key === 'property' && parent.computed ? 0.8 : 0;
  }
  if (key === 'arguments' && isCountingCall(parent)) return 0.8;
  if (isLength(node) && parent.type !== 'UpdateExpression') return 0.7;
  return valuePlaces.get(`${parent.type}.${key}`) ?? 0;
}

const valuePlaces: ReadonlyMap<string, number> = new Map([
  ['ReturnStatement.argument', 0.35],
  ['VariableDeclarator.init', 0.35],
  ['AssignmentExpression.right', 0.35],
  ['CallExpression.arguments', 0.3],
  ['NewExpression.arguments', 0.3],
]);

const mayCount = (node: Node): boolean =>
  node.type === 'Identifier' ||
  node.type === 'MemberExpression' ||
  node.type === 'CallExpression' ||
  (node.type === 'BinaryExpression' && /^[-+*/%]$/.test(node.operator));

/** A count or position gains or loses one; an existing `+ 1` or `- 1` goes away. */
export function* offByOneMutants(site: Site): Iterable<Edit> {
  const { node, source } = site;
  yield* withoutOne(site);
  const plausibility = countingPlace(site);
  if (plausibility === 0 || !mayCount(node) || (node.type === 'Identifier' && node.name === 'undefined')) return;
  const [start, end] = [startOf(node), endOf(node)];
  const text = source.slice(start, end);
  const relation = site.parent?.type === 'BinaryExpression' && relations.has(site.parent.operator);
  for (const step of ['+ 1', '- 1']) {
    const sum = `${text} ${step}`;
    const replacement = relation || standsBare(site.parent, site.key) ? sum : `(${sum})`;
    const weight = node.type === 'CallExpression' ? plausibility * 0.6 : plausibility;
    yield {
      start,
      end,
      replacement,
      operator: 'off-by-one',
      plausibility: weight,
      description: `${briefly(text)} → ${briefly(sum)}`,
    };
  }
}

function* withoutOne({ node, source }: Site): Iterable<Edit> {
  if (node.type !== 'BinaryExpression' || (node.operator !== '+' && node.operator !== '-')) return;
  if (node.right.type !== 'NumericLiteral' || node.right.value !== 1) return;
  const [start, end, replacement] = [startOf(node), endOf(node), textOf(source, node.left)];
  const description = `${briefly(source.slice(start, end))} → ${briefly(replacement)}`;
  yield { start, end, replacement, operator: 'off-by-one', plausibility: 0.85, description };
}
