import { briefly, type Edit } from '../edit.ts';
import { endOf, type Node, type Site, startOf, textOf } from '../syntaxTree.ts';

const argumentsOf = (node: Node): readonly Node[] | undefined =>
  node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'OptionalCallExpression'
    ? node.arguments
    : undefined;

/** Two arguments of a call trade places: neighbours first, at most three pairs. */
export function* swappedArgumentMutants({ node, source }: Site): Iterable<Edit> {
  const passed = argumentsOf(node);
  if (passed === undefined || passed.length < 2) return;
  const pairs: [Node | undefined, Node | undefined][] = [
    [passed[0], passed[1]],
    [passed[1], passed[2]],
    [passed[0], passed[2]],
  ];
  for (const [index, [one, other]] of pairs.entries()) {
    if (one === undefined || other === undefined || one.type === 'SpreadElement' || other.type === 'SpreadElement')
      continue;
    const [first, second] = [textOf(source, one), textOf(source, other)];
    if (first.length + second.length > 200) continue;
    const replacement = `${second}${source.slice(endOf(one), startOf(other))}${first}`;
    const description = `${briefly(`${first}, ${second}`)} → ${briefly(`${second}, ${first}`)}`;
    const plausibility = (isCallback(one) || isCallback(other) ? 0.3 : 0.7) - index * 0.05;
    yield {
      start: startOf(one),
      end: endOf(other),
      replacement,
      operator: 'swapped-arguments',
      plausibility,
      description,
    };
  }
}

const isCallback = (node: Node): boolean =>
  node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';

const forgotten: Readonly<
  Record<string, { readonly after: number; readonly text: string; readonly plausibility: number }>
> = {
  sort: { after: 0, text: '(a, b) => a - b', plausibility: 0.6 },
  toSorted: { after: 0, text: '(a, b) => a - b', plausibility: 0.6 },
  parseInt: { after: 1, text: '10', plausibility: 0.4 },
  reduce: { after: 1, text: '0', plausibility: 0.4 },
  toString: { after: 0, text: '16', plausibility: 0.2 },
  flat: { after: 0, text: 'Infinity', plausibility: 0.3 },
};

/** An argument that is often forgotten is added: a sort order, a radix, the start of a sum. */
export function* addedArgumentMutants({ node, source }: Site): Iterable<Edit> {
  if (node.type !== 'CallExpression') return;
  const { callee } = node;
  const named = callee.type === 'MemberExpression' ? callee.property : callee;
  const missing =
    named.type === 'Identifier' && Object.hasOwn(forgotten, named.name) ? forgotten[named.name] : undefined;
  if (missing === undefined || node.arguments.length !== missing.after || source[endOf(node) - 1] !== ')') return;
  const last = node.arguments.at(-1);
  const start = last ? endOf(last) : endOf(node) - 1;
  const replacement = last ? `, ${missing.text}` : missing.text;
  const description = `${briefly(textOf(source, node))} gains ${missing.text}`;
  yield { start, end: start, replacement, operator: 'argument-added', plausibility: missing.plausibility, description };
}
