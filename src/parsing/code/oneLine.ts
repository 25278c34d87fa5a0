import { type CodeNode, isComment, nodesIn } from './codeNode.ts';

const longest = 160;

/** The code of a node in one line without its comments, cut after 160 characters. */
export function oneLine(node: CodeNode): string {
  let code = '';
  let at = node.start;
  const add = (end: number): void => {
    code += node.text.slice(at - node.start, end - node.start);
  };
  for (const inner of nodesIn(node, isComment)) {
    if (!isComment(inner) || inner.start < at) continue;
    add(inner.start);
    at = inner.end;
  }
  add(node.end);
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
