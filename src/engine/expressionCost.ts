import { type CelNode, childrenOf, isMacro, isNode } from '../model/goalTree.ts';
import type { Measured } from './expressionData.ts';

/** About half a second. An expression that could cost more is not worked out. */
export const mostCost = 5_000_000;

/**
 * How long an expression can take at most over data of this size, in units of about 100 ns. Each level of macros
 * multiplies by the longest collection there can be, and what looks through a text or a list costs by its length. CEL
 * has no other loops, so this bounds it before it is run; nothing could stop it after.
 */
export function costOf(root: CelNode, data: Measured): number {
  const nodes = allNodes(root);
  // Each `+` can lengthen a text or a list by another one.
  const sums = nodes.filter(({ op }) => op === '+').length + 1;
  const literals = Math.max(0, ...nodes.map(literalLength));
  const characters = (Math.max(data.characters, literals) + 1) * sums;
  const splits = nodes.some((node) => methodOf(node) === 'split');
  const entries = Math.max(data.entries, literals, splits ? characters : 0, 1) * sums;
  return costIn(root, { entries, characters });
}

function allNodes(root: CelNode): readonly CelNode[] {
  const found: CelNode[] = [];
  const rest: CelNode[] = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    found.push(node);
    rest.push(...childrenOf(node));
  }
  return found;
}

/** Entries of a list or map that is written out, or characters of a text. */
function literalLength(node: CelNode): number {
  if (node.op === 'list' || node.op === 'map') return Array.isArray(node.args) ? node.args.length : 0;
  return node.op === 'value' && typeof node.args === 'string' ? node.args.length : 0;
}

function costIn(node: CelNode, sizes: Measured): number {
  const method = methodOf(node);
  const inside = childrenOf(node).reduce((sum, child) => sum + costIn(child, sizes), 0);
  if (method !== undefined && isMacro(method)) return 1 + inside * sizes.entries;
  return ownCost(node, method, sizes) + inside;
}

function ownCost(node: CelNode, method: string | undefined, { entries, characters }: Measured): number {
  const scan = 1 + characters / 1000;
  if (node.op === '==' || node.op === '!=') return comparesLiteral(node) ? scan : scan + entries / 4;
  if (node.op === 'in') return scan + entries / 4;
  if (node.op === '+') return scan + entries / 20;
  if (method === 'join') return entries * (1 + separatorLength(node, characters) / 10);
  if (method === 'split') return 1 + characters / 20;
  return method === undefined && node.op !== 'call' ? 1 : scan;
}

/** Comparing with a text, number or truth value that is written out never walks a list. */
function comparesLiteral(node: CelNode): boolean {
  return childrenOf(node).some((child) => child.op === 'value' || child.op === '-_');
}

function separatorLength(node: CelNode, characters: number): number {
  const [, , args] = node.args as readonly [string, unknown, readonly unknown[]];
  const [separator] = args;
  if (separator === undefined) return 0;
  return isNode(separator) && separator.op === 'value' ? String(separator.args).length : characters;
}

const methodOf = (node: CelNode): string | undefined =>
  node.op === 'rcall' && Array.isArray(node.args) ? String(node.args[0]) : undefined;
