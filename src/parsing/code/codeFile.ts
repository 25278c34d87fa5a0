import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { type FlatPart, flatParts, ownersOfLines } from '../../review/flatParts.ts';
import type { NamedPart } from '../../review/namedParts.ts';
import { type GrammarName, rulesOf } from '../languages.ts';
import { namedNodes } from '../namedNodes.ts';
import { parseText } from '../parseText.ts';
import { unitsOf } from './bodies.ts';
import { type CanonicalToken, canonicalTokens } from './canonicalTokens.ts';
import { type AreWanted, type CodeNode, codeNodes } from './codeNode.ts';

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
  #flat: readonly FlatPart[] | undefined;
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

  /** The parts as a list, each with its name in full. */
  get flat(): readonly FlatPart[] {
    this.#flat ??= flatParts(this.parts);
    return this.#flat;
  }

  get canonical(): readonly CanonicalToken[] {
    this.#tokens ??= canonicalTokens(this.root, this.text);
    return this.#tokens;
  }

  /** All its units, what is outside of every part too; with `only`, those of these names, for less work. */
  units(only?: ReadonlySet<string>): readonly CodeUnit[] {
    if (only === undefined) return unitsOf(this.text, this.flat, this.canonical);
    const root = codeNodes(this.tree, this.text, this.#linesOf(only));
    return unitsOf(this.text, this.flat, canonicalTokens(root, this.text)).filter(({ name }) => only.has(name));
  }

  /** Name of the innermost part in which a line is; empty outside of all. */
  unitFinder(): (line: number) => string {
    const owners = this.#owners();
    return (line) => this.flat[owners[line] ?? -1]?.key ?? '';
  }

  #owners(): Int32Array {
    return ownersOfLines(this.flat, this.text.split('\n').length);
  }

  #linesOf(names: ReadonlySet<string>): AreWanted {
    const owners = this.#owners();
    // How many wanted lines there are up to each.
    const wanted = new Int32Array(owners.length);
    for (let line = 1; line < owners.length; line++) {
      const isOne = names.has(this.flat[owners[line] ?? -1]?.key ?? '');
      wanted[line] = (wanted[line - 1] ?? 0) + (isOne ? 1 : 0);
    }
    return (first, last) => (wanted[last] ?? 0) > (wanted[first - 1] ?? 0);
  }

  close(): void {
    this.tree.delete();
  }
}
