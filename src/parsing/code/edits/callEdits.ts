import { briefly, type Edit } from '../../../mutants/edit.ts';
import { calleeOf } from '../callees.ts';
import { type CodeNode, namedIn } from '../codeNode.ts';
import { methodFamilies } from './methodFamilies.ts';
import { replaced, type TreeOperator } from './treeOperator.ts';

const notByPlace = /keyword_argument|splat|variadic|lambda|closure|func_literal|block|comment/;

/** Two arguments that stand beside each other trade places. */
export function* argumentEdits(node: CodeNode): Iterable<Edit> {
  if (!/^(?:argument_list|arguments)$/.test(node.type)) return;
  const values = namedIn(node);
  for (const [index, one] of values.entries()) {
    const other = values[index + 1];
    if (other === undefined || notByPlace.test(one.type) || notByPlace.test(other.type) || one.text === other.text)
      continue;
    const between = node.text.slice(one.end - node.start, other.start - node.start);
    const place = { start: one.start, end: other.end, text: `${one.text}${between}${other.text}` };
    const replacement = `${other.text}${between}${one.text}`;
    const description = `${briefly(place.text)} → ${briefly(replacement)}`;
    const plausibility = Math.max(0.3, 0.7 - index * 0.05);
    yield replaced(place, replacement, { operator: 'swapped-arguments', plausibility, description });
  }
}

/** A method becomes another of its family: `startswith → endswith`. */
export const methodEdits: TreeOperator = function* (node, { grammar }) {
  const name = calleeOf(node);
  if (name === undefined) return;
  const families = (methodFamilies[grammar] ?? []).filter((family) => family.includes(name.text));
  const others = families.flatMap((family) => family.filter((other) => other !== name.text));
  for (const [index, other] of others.slice(0, 5).entries()) {
    yield replaced(name, other, { operator: 'method-name', plausibility: Math.max(0.3, 0.75 - index * 0.1) });
  }
};

/** What is waited for is not, and what hands an error on does not. */
export const waitEdits: TreeOperator = function* (node, { grammar }) {
  if (/^await(?:_expression)?$/.test(node.type)) {
    const awaited = namedIn(node)[0];
    if (awaited === undefined) return;
    const description = `${briefly(node.text)} → ${briefly(awaited.text)}`;
    yield replaced(node, awaited.text, { operator: 'missing-await', plausibility: 0.5, description });
  } else if (node.type === 'try_expression' && grammar === 'rust') {
    const place = { start: node.end - 1, end: node.end, text: '?' };
    yield replaced(place, '', {
      operator: 'jump',
      plausibility: 0.3,
      description: `${briefly(node.text)} loses its ?`,
    });
  } else if (node.type === 'return_statement' && grammar === 'python') {
    const value = namedIn(node)[0];
    if (value === undefined || value.type === 'none') return;
    const description = `${briefly(node.text)} → ${briefly(value.text)}`;
    yield replaced(node, value.text, { operator: 'missing-return', plausibility: 0.15, description });
  }
};
