import type { Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import { lineFinder } from '../../mutants/lineFinder.ts';

/** A node of a parsed text as plain data: it outlives the tree of the parser, and is walked without crossing into it. */
export interface CodeNode {
  readonly type: string;
  /** Whether the grammar names it; a word or sign that it spells out is not named. */
  readonly isNamed: boolean;
  /** What it is to its parent: `left`, `condition`; empty where the grammar says nothing. */
  readonly field: string;
  /** UTF-16 offsets, `end` behind it. */
  readonly start: number;
  readonly end: number;
  /** Of its start, and of its last character; from 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly text: string;
  readonly parent: CodeNode | undefined;
  readonly children: readonly CodeNode[];
}

interface Growing extends CodeNode {
  readonly children: CodeNode[];
}

/** Whether something in lines is looked for, both of them included. */
export type AreWanted = (first: number, last: number) => boolean;

/** All of a tree; with `areWanted`, a node all of whose lines are not is left without what is in it. */
export function codeNodes(tree: Tree, text: string, areWanted?: AreWanted): CodeNode {
  const lineOf = lineFinder(text);
  const cursor = tree.walk();
  const read = (parent: Growing | undefined): Growing => {
    const node = nodeAt(cursor, { text, lineOf, parent });
    parent?.children.push(node);
    return node;
  };
  const root = read(undefined);
  let node: Growing | undefined = root;
  while (node !== undefined) {
    const isWanted = areWanted?.(node.line, node.lastLine) !== false;
    if (isWanted && cursor.gotoFirstChild()) {
      node = read(node);
      continue;
    }
    while (node !== undefined && !cursor.gotoNextSibling()) {
      cursor.gotoParent();
      node = node.parent as Growing | undefined;
    }
    if (node !== undefined) node = read(node.parent as Growing | undefined);
  }
  cursor.delete();
  return root;
}

interface Place {
  readonly text: string;
  readonly lineOf: ReturnType<typeof lineFinder>;
  readonly parent: Growing | undefined;
}

function nodeAt(cursor: TreeCursor, { text, lineOf, parent }: Place): Growing {
  const [start, end] = [cursor.startIndex, cursor.endIndex];
  return {
    type: cursor.nodeType,
    isNamed: cursor.nodeIsNamed,
    field: cursor.currentFieldName ?? '',
    start,
    end,
    line: lineOf(start).line,
    lastLine: lineOf(Math.max(start, end - 1)).line,
    // A slice shares the characters of the text.
    text: text.slice(start, end),
    parent,
    children: [],
  };
}

/** The node and all under it, parents first, in the order of the text; not what is under one of which `isWhole` holds. */
export function* nodesIn(root: CodeNode, isWhole?: (node: CodeNode) => boolean): Iterable<CodeNode> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (isWhole?.(node) === true) continue;
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}

/** What a node has in a field; the first, where several. */
export const inField = (node: CodeNode | undefined, field: string): CodeNode | undefined =>
  node?.children.find((child) => child.field === field);

/** The children that the grammar names, without comments. */
export const namedIn = (node: CodeNode): readonly CodeNode[] =>
  node.children.filter((child) => child.isNamed && !isComment(child));

/** Comments, and a first line that names an interpreter. */
export const isComment = ({ type, isNamed }: CodeNode): boolean =>
  isNamed && (type.endsWith('comment') || type === 'hash_bang_line');

/** What it stands in, innermost first. */
export function* around(node: CodeNode): Iterable<CodeNode> {
  for (let at = node.parent; at !== undefined; at = at.parent) yield at;
}

/** Whether it stands in a node of one of these types. */
export function isIn(node: CodeNode, types: RegExp): boolean {
  for (const { type } of around(node)) if (types.test(type)) return true;
  return false;
}
