import type { Edit } from '../edit.ts';
import { editDistance, type FileNames } from '../namesInScope.ts';
import { endOf, type Node, type Site, startOf } from '../syntaxTree.ts';

/** Whether the identifier names a value that is read (or written), not a key, label, declaration or type. */
function isReference({ parent, key }: Site): boolean {
  if (parent === undefined) return false;
  if (/^(?:Import|Export|Labeled|Break|Continue|JSX|TS|Class(?!Property))/.test(parent.type)) return false;
  if (
    key === 'id' ||
    key === 'params' ||
    key === 'local' ||
    key === 'param' ||
    (key === 'elements' && parent.type === 'ArrayPattern')
  )
    return false;
  if (key === 'key') return false;
  if (key === 'property') return 'computed' in parent && parent.computed === true;
  if (parent.type === 'AssignmentPattern' && key === 'left') return false;
  if (parent.type === 'ObjectProperty') return !parent.shorthand;
  return parent.type !== 'MetaProperty' && parent.type !== 'RestElement' && parent.type !== 'CatchClause';
}

const isUnderPattern = (ancestors: readonly Node[]): boolean =>
  ancestors[0]?.type === 'ObjectProperty' && ancestors[1]?.type === 'ObjectPattern';

/** A name becomes another one in scope: the nearest and most alike, at most six; or the expression it elsewhere stands for. */
export function* identifierMutants(site: Site, names: FileNames): Iterable<Edit> {
  const { node, key } = site;
  if (node.type !== 'Identifier' || !isReference(site) || isUnderPattern(site.ancestors)) return;
  const [start, end] = [startOf(node), endOf(node)];
  const visible = names.visibleAt(site);
  const own = visible.find((declared) => declared.name === node.name);
  const wantsCallable = key === 'callee' ? true : (own?.callable ?? false);
  const others = visible
    .filter((other) => other.name !== node.name && (other.callable === wantsCallable || key === 'arguments'))
    .map((other) => ({
      ...other,
      cost: other.distance * 3 + editDistance(node.name, other.name) / Math.max(node.name.length, other.name.length),
    }))
    .sort((a, b) => a.cost - b.cost);
  for (const [index, { name }] of others.slice(0, 6).entries()) {
    const plausibility = 0.5 - index * 0.05;
    yield {
      start,
      end,
      replacement: name,
      operator: 'identifier',
      plausibility,
      description: `${node.name} → ${name}`,
    };
  }
  const reachable = new Set(visible.map(({ name }) => name));
  for (const replacement of names.initialisersOf(node.name).slice(0, 2)) {
    const root = replacement.split('.')[0] ?? '';
    if (key === 'left' || (root !== 'this' && !reachable.has(root)) || root === node.name) continue;
    yield {
      start,
      end,
      replacement,
      operator: 'identifier',
      plausibility: 0.45,
      description: `${node.name} → ${replacement}`,
    };
  }
}
