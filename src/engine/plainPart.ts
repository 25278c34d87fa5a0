import { type CelNode, childrenOf, isMacro } from '../model/goalTree.ts';

const logic = new Set(['&&', '||', '!_', '?:', 'value', '-_', 'id', '.', '[]', 'list']);
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** What only the run itself can tell. */
const data = new Set(['item', 'inputs', 'best', 'baseline']);
const numbers = new Set(['failed', 'exit_code', 'seconds', 'score']);

/**
 * Whether trying the values at and between the written-out numbers decides a part for good: it is made of truth values,
 * and of numbers that are each compared with a written-out one.
 */
export function isPlain(node: CelNode): boolean {
  if (node.op === 'id' && data.has(String(node.args))) return false;
  if (node.op === '.' && Array.isArray(node.args) && node.args[1] === 'files') return false;
  if (!isPlainOperation(node)) return false;
  return childrenOf(node).every(isPlain);
}

function isPlainOperation(node: CelNode): boolean {
  if (comparisons.has(node.op)) return childrenOf(node).some(isWritten) || !childrenOf(node).some(holdsNumber);
  if (node.op === 'call') return isNamed(node, ['size']);
  if (node.op === 'rcall') return isNamed(node, ['size']) || isMacro(nameOf(node));
  return logic.has(node.op);
}

const nameOf = (node: CelNode): string => (Array.isArray(node.args) ? String(node.args[0]) : '');
const isNamed = (node: CelNode, names: readonly string[]): boolean => names.includes(nameOf(node));

const isWritten = (node: CelNode): boolean =>
  node.op === 'value' || (node.op === '-_' && childrenOf(node).every((child) => child.op === 'value'));

/** Whether a number that is not known beforehand is somewhere below. */
function holdsNumber(node: CelNode): boolean {
  if (node.op === 'id') return ['metrics', 'run', 'diff'].includes(String(node.args));
  if (node.op === '.' && Array.isArray(node.args) && numbers.has(String(node.args[1]))) return true;
  if (node.op === '[]' && childrenOf(node).some((child) => child.op === 'value' && numbers.has(String(child.args))))
    return true;
  return childrenOf(node).some(holdsNumber);
}
