import { briefly, type Edit } from '../edit.ts';
import { standsBare } from '../parentheses.ts';
import { endOf, type Site, startOf } from '../syntaxTree.ts';

const maybeNull = new Set(['match', 'exec', 'find', 'get', 'pop', 'shift', 'at', 'getItem']);

function nullableCall(site: Site): boolean {
  const { node } = site;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  return node.callee.property.type === 'Identifier' && maybeNull.has(node.callee.property.name);
}

/** A value that may be missing gets a fallback: `|| []`, `|| ''`, `|| 0`, `|| {}`. */
export function* guardMutants(site: Site): Iterable<Edit> {
  const { node, parent, key, source } = site;
  const nullable = nullableCall(site);
  const read = node.type === 'MemberExpression' || node.type === 'Identifier' || node.type === 'CallExpression';
  const stored =
    key === 'init' ||
    (key === 'right' && parent?.type === 'AssignmentExpression') ||
    key === 'arguments' ||
    (key === 'argument' && parent?.type === 'ReturnStatement');
  const added = (key === 'left' || key === 'right') && parent?.type === 'BinaryExpression' && parent.operator === '+';
  if (!read || !(nullable || stored || added) || key === 'callee') return;
  const [start, end] = [startOf(node), endOf(node)];
  const text = source.slice(start, end);
  if (text.length > 120 || (node.type === 'Identifier' && /^(?:undefined|NaN|Infinity)$/.test(node.name))) return;
  const plausibility = nullable ? 0.75 : 0.3;
  for (const [index, fallback] of ['[]', "''", '0', '{}'].entries()) {
    const whole = `${text} || ${fallback}`;
    const replacement = standsBare(parent, key) ? whole : `(${whole})`;
    yield {
      start,
      end,
      replacement,
      operator: 'guard-added',
      plausibility: plausibility - index * 0.03,
      description: `${briefly(text)} gains || ${fallback}`,
    };
  }
  if (!added && !stored) return;
  yield {
    start,
    end,
    replacement: `Number(${text})`,
    operator: 'guard-added',
    plausibility: 0.2,
    description: `${briefly(text)} → Number(…)`,
  };
  yield {
    start,
    end,
    replacement: `String(${text})`,
    operator: 'guard-added',
    plausibility: 0.2,
    description: `${briefly(text)} → String(…)`,
  };
}
