import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { flatParts, ownersOfLines } from '../../review/flatParts.ts';
import type { NamedPart } from '../../review/namedParts.ts';
import { type GrammarName, rulesOf } from '../languages.ts';
import { namedNodes } from '../namedNodes.ts';
import { parseText } from '../parseText.ts';
import { type CanonicalToken, canonicalTokens } from './canonicalTokens.ts';
import { type CodeNode, codeNodes } from './codeNode.ts';

/** Longer texts are data, or written by a program. */
const longestText = 2_000_000;

/** A parsed text. What is made of it is made once, when it is first wanted. */
export class CodeFile {
  readonly text: string;
  readonly grammar: GrammarName;
  readonly parser: Parser;
  readonly tree: Tree;
  /** Whether all of it is of its language. */
  readonly isWhole: boolean;
  #root: CodeNode | undefined;
  #parts: readonly NamedPart[] | undefined;
  #tokens: readonly CanonicalToken[] | undefined;

  private constructor(text: string, grammar: GrammarName, parser: Parser, tree: Tree) {
    this.text = text;
    this.grammar = grammar;
    this.parser = parser;
    this.tree = tree;
    this.isWhole = !tree.rootNode.hasError;
  }

  /** Undefined for a text that is too long to be somebody's. */
  static parse(text: string, grammar: GrammarName, parser: Parser): CodeFile | undefined {
    const tree = text.length > longestText ? undefined : parseText(parser, text);
    return tree === undefined ? undefined : new CodeFile(text, grammar, parser, tree);
  }

  get root(): CodeNode {
    this.#root ??= codeNodes(this.tree, this.text);
    return this.#root;
  }

  /** All its named parts. */
  get parts(): readonly NamedPart[] {
    const touched = [{ first: 1, last: Number.MAX_SAFE_INTEGER }];
    this.#parts ??= namedNodes(this.tree.rootNode, { rules: rulesOf[this.grammar], text: this.text, touched });
    return this.#parts;
  }

  get canonical(): readonly CanonicalToken[] {
    this.#tokens ??= canonicalTokens(this.root, this.text);
    return this.#tokens;
  }

  /** Name of the innermost part in which a line is; empty outside of all. */
  unitFinder(): (line: number) => string {
    const flat = flatParts(this.parts);
    const owners = ownersOfLines(flat, this.text.split('\n').length);
    return (line) => flat[owners[line] ?? -1]?.key ?? '';
  }

  close(): void {
    this.tree.delete();
  }
}
