import type { Edit, Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Source, SourceParts, Syntax } from '../review/namedParts.ts';
import { Grammars, type ReadWasm } from './grammars.ts';
import { grammarOf, rulesOf } from './languages.ts';
import { type Lines, namedNodes } from './namedNodes.ts';
import { parseText } from './parseText.ts';

/** Longer texts are not parsed: they are data, or written by a program. */
const longestText = 2_000_000;

/**
 * Finds named parts with tree-sitter. A source that is broken in places has the parts that can still be told; the base is
 * parsed from the tree of the head, of which only what differs is parsed anew.
 */
export class TreeSyntax implements Syntax {
  readonly #grammars: Grammars;

  constructor(grammars: Grammars) {
    this.#grammars = grammars;
  }

  static async open(read: ReadWasm): Promise<TreeSyntax> {
    return new TreeSyntax(await Grammars.open(read));
  }

  /** Makes ready for these paths; a path that was not named here has no parts. */
  async load(paths: Iterable<string>): Promise<void> {
    await this.#grammars.load(paths);
  }

  partsOf(path: string, source: Source): SourceParts | undefined {
    const name = grammarOf(path);
    const parser = name === undefined ? undefined : this.#grammars.parserOf(name);
    const { base, head = '' } = source;
    if (name === undefined || parser === undefined) return undefined;
    if (head.length > longestText || (base?.length ?? 0) > longestText) return undefined;
    const tree = parseText(parser, head);
    if (tree === undefined) return undefined;
    const touched = source.hunks.map((hunk) => touchedLines(hunk.head));
    const rules = rulesOf[name];
    try {
      const declarations: Lines[] = [];
      const parts = namedNodes(tree.rootNode, { rules, text: head, touched, declarations });
      if (base === undefined || !isBaseNeeded(source, declarations)) return { head: parts };
      const earlier = parseBase(parser, tree, { ...source, base, head });
      if (earlier === undefined) return undefined;
      const touchedBase = source.hunks.map((hunk) => touchedLines(hunk.base));
      try {
        return { head: parts, base: namedNodes(earlier.rootNode, { rules, text: base, touched: touchedBase }) };
      } finally {
        earlier.delete();
      }
    } finally {
      tree.delete();
    }
  }

  close(): void {
    this.#grammars.close();
  }
}

/** Of lines that are only on the other side: those around the place. */
const touchedLines = ({ first, count }: Source['hunks'][number]['head']): Lines =>
  count === 0 ? { first: first - 1, last: first } : { first, last: first + count - 1 };

/** Lines that were only added leave the base its parts, and their declarations unless they stand in one. */
function isBaseNeeded({ hunks }: Source, declarations: readonly Lines[]): boolean {
  return hunks.some(
    ({ base, head }) =>
      base.count > 0 || declarations.some(({ first, last }) => first < head.first && head.first <= last),
  );
}

/** The tree of the base, made of that of the head by undoing the hunks, last one first. */
function parseBase(
  parser: Parser,
  tree: Tree,
  { base, head, hunks }: Source & { readonly base: string; readonly head: string },
): Tree | undefined {
  const [baseStarts, headStarts] = [lineStarts(base), lineStarts(head)];
  for (const hunk of hunks.toReversed()) {
    const start = place(headStarts, hunk.head.first, head.length);
    const end = place(headStarts, hunk.head.first + hunk.head.count, head.length);
    const from = place(baseStarts, hunk.base.first, base.length);
    const to = place(baseStarts, hunk.base.first + hunk.base.count, base.length);
    const edit: Edit = {
      startIndex: start.index,
      oldEndIndex: end.index,
      newEndIndex: start.index + to.index - from.index,
      startPosition: start.position,
      oldEndPosition: end.position,
      newEndPosition: { row: start.position.row + to.position.row - from.position.row, column: to.position.column },
    };
    tree.edit(edit);
  }
  return parseText(parser, base, tree);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Where a line begins; one after the last is the end of the text. */
function place(starts: readonly number[], line: number, length: number) {
  const index = starts[line - 1];
  if (index !== undefined) return { index, position: { row: line - 1, column: 0 } };
  return { index: length, position: { row: starts.length - 1, column: length - (starts.at(-1) ?? 0) } };
}
