import type { Parser } from '@vscode/tree-sitter-wasm';
import type { Edit } from '../../mutants/edit.ts';
import { parseText } from '../parseText.ts';
import type { CodeNode } from './codeNode.ts';

/** What may stand alone in a text of its language, as far as its type tells. */
const mayStandAlone = /_(?:statement|declaration|definition|item)$/;

/**
 * Checks edits of a text by parsing only the statement around them, or the function where that alone does not parse: a whole
 * file costs twenty times as much, even where the parser takes over what did not change.
 */
export class EditCheck {
  readonly #parser: Parser;
  /** What each statement is by itself; undefined where it does not parse alone. */
  readonly #shapes = new Map<CodeNode, string | undefined>();

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** Whether the text around a node still parses after an edit at it, as the same number of statements. */
  passes(edit: Edit, node: CodeNode): boolean {
    for (let at: CodeNode | undefined = node; at !== undefined; at = at.parent) {
      const { start, end, text, type, parent } = at;
      const isAround = start <= edit.start && edit.end <= end && end - start > edit.end - edit.start;
      if (!isAround || (parent !== undefined && !mayStandAlone.test(type))) continue;
      const before = this.#shapeOf(at);
      if (before === undefined) continue;
      return this.#read(text.slice(0, edit.start - start) + edit.replacement + text.slice(edit.end - start)) === before;
    }
    return false;
  }

  #shapeOf(node: CodeNode): string | undefined {
    if (!this.#shapes.has(node)) this.#shapes.set(node, this.#read(node.text));
    return this.#shapes.get(node);
  }

  #read(text: string): string | undefined {
    const tree = parseText(this.#parser, text);
    if (tree === undefined) return undefined;
    const { rootNode } = tree;
    const shape = rootNode.hasError ? undefined : rootNode.namedChildren.map((child) => child?.type).join();
    tree.delete();
    return shape;
  }
}
