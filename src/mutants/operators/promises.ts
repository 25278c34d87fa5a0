import { briefly, type Edit } from '../edit.ts';
import { enclosingFunction, endOf, mayAwait, type Node, type Site, startOf, textOf } from '../syntaxTree.ts';

/** `await` is added before a call, an argument or a name that may be a promise, or taken away. */
export function* awaitMutants(site: Site): Iterable<Edit> {
  const { node, parent, key, source } = site;
  const [start, end] = [startOf(node), endOf(node)];
  if (node.type === 'AwaitExpression') {
    const replacement = textOf(source, node.argument);
    const description = `${briefly(source.slice(start, end))} loses its await`;
    yield { start, end, replacement, operator: 'missing-await', plausibility: 0.5, description };
    return;
  }
  const waits =
    node.type === 'CallExpression' ||
    (node.type === 'NewExpression' && /^new\s+Promise\b/.test(source.slice(start, end)));
  const named =
    node.type === 'Identifier' && (key === 'init' || key === 'argument' || key === 'right' || key === 'object');
  if (!(waits || named) || parent?.type === 'AwaitExpression' || !mayAwait(site)) return;
  if (parent?.type === 'UpdateExpression' || key === 'callee' || (parent?.type === 'SpreadElement' && !waits)) return;
  const bare =
    key === 'expression' ||
    key === 'init' ||
    key === 'right' ||
    (key === 'argument' && parent?.type === 'ReturnStatement') ||
    key === 'arguments' ||
    key === 'value';
  const text = source.slice(start, end);
  const replacement = bare ? `await ${text}` : `(await ${text})`;
  const plausibility = waits ? 0.9 : 0.4;
  yield {
    start,
    end,
    replacement,
    operator: 'missing-await',
    plausibility,
    description: `${briefly(text)} gains an await`,
  };
}

/** The last statement of a function is returned, or a returned value is only computed. */
export function* returnMutants(site: Site): Iterable<Edit> {
  const { node, source } = site;
  const [start, end] = [startOf(node), endOf(node)];
  if (node.type === 'ReturnStatement' && node.argument) {
    const replacement = source.slice(startOf(node.argument), end);
    // A statement may not start with these without becoming another statement, or the rest of the one before it.
    if (!/^(?:[{[(`/+-]|function\b|class\b|let\b)/.test(replacement) && !node.argument.extra?.['parenthesized']) {
      const description = `${briefly(source.slice(start, end))} loses its return`;
      yield { start, end, replacement, operator: 'missing-return', plausibility: 0.15, description };
    }
  } else if (node.type === 'ExpressionStatement' && enclosingFunction(site) !== undefined) {
    const plausibility = returnPlausibility(site);
    const description = `${briefly(source.slice(start, end))} is returned`;
    if (plausibility > 0)
      yield { start, end: start, replacement: 'return ', operator: 'missing-return', plausibility, description };
  }
}

function returnPlausibility({ node, parent, ancestors }: Site): number {
  if (parent?.type !== 'BlockStatement') return parent?.type === 'IfStatement' ? 0.6 : 0;
  const last = parent.body.at(-1) === node;
  const owner: Node | undefined = ancestors[1];
  const endsFunction = last && owner !== undefined && 'params' in owner;
  const assigns = node.type === 'ExpressionStatement' && /^(?:Assignment|Update)/.test(node.expression.type);
  if (endsFunction) return assigns ? 0.4 : 0.9;
  return last && !assigns ? 0.6 : 0.1;
}
