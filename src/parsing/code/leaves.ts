import { type CodeNode, isComment, nodesIn } from './codeNode.ts';
import { isPlainString, isString } from './literals.ts';

/** Nodes that are read as one, although the grammar takes them apart. */
const whole: ReadonlySet<string> = new Set(['regex', 'lifetime']);

const isWhole = (node: CodeNode): boolean =>
  isComment(node) ||
  isPlainString(node) ||
  // `not in`, `is not`
  (!node.isNamed && node.children.length > 0) ||
  (node.isNamed && whole.has(node.type));

/**
 * What a text is made of in its order, without blanks and comments. Nothing of it is left out: characters that the grammar
 * has no node for are a leaf of the type `gap`.
 */
export function leavesOf(root: CodeNode, text: string): readonly CodeNode[] {
  const leaves: CodeNode[] = [];
  let end = 0;
  for (const node of nodesIn(root, isWhole)) {
    if (node.children.length > 0 && !isWhole(node)) continue;
    const between = text.slice(end, node.start);
    if (between.trim() !== '') leaves.push(gapBefore(node, between, end));
    end = Math.max(end, node.end);
    if (!isComment(node) && (node.text.trim() !== '' || isInString(node))) leaves.push(node);
  }
  const rest = text.slice(end);
  if (rest.trim() !== '') leaves.push({ ...gapBefore(root, rest, end), line: root.line });
  return leaves;
}

const isInString = ({ isNamed, start, end, parent }: CodeNode): boolean =>
  isNamed && end > start && parent !== undefined && (isString(parent) || parent.type.startsWith('jsx'));

function gapBefore(node: CodeNode, text: string, start: number): CodeNode {
  const feeds = text.split('\n').length - 1;
  const line = Math.max(1, node.line - feeds);
  const { parent } = node;
  const place = { start, end: start + text.length, line, lastLine: node.line, text };
  return { type: 'gap', isNamed: true, field: '', ...place, parent, children: [] };
}
