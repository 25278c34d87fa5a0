import type {
  Behaviour,
  Blank,
  Call,
  CodeReading,
  CodeToken,
  CodeUnit,
  Lines,
} from '../../comprehension/codeReading.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { mutantsOf } from '../../mutants/mutantsOf.ts';
import { isScriptPath } from '../../mutants/syntaxTree.ts';
import { Grammars, type ReadWasm } from '../grammars.ts';
import { grammarOf } from '../languages.ts';
import { behavioursIn } from './behaviours.ts';
import { blanksIn } from './blanks.ts';
import { callsIn } from './calls.ts';
import { tokenTexts } from './canonicalTokens.ts';
import { CodeFile } from './codeFile.ts';
import { codeTokens } from './codeTokens.ts';
import { EditCheck } from './editCheck.ts';
import { treeMutants } from './edits/treeMutants.ts';

/** Parsed texts that are kept: both sides of a file, and the edits of it that are looked at by turns. */
const mostKept = 6;

/** Reads code with tree-sitter, and edits of JavaScript and TypeScript with Babel. Trees are kept for a few texts: `close` frees them. */
export class TreeCodeReading implements CodeReading {
  readonly #grammars: Grammars;
  /** By path and text, the one that was used last at the end. */
  readonly #kept = new Map<string, CodeFile>();

  private constructor(grammars: Grammars) {
    this.#grammars = grammars;
  }

  static async open(read: ReadWasm): Promise<TreeCodeReading> {
    return new TreeCodeReading(await Grammars.open(read));
  }

  load(paths: Iterable<string>): Promise<void> {
    return this.#grammars.load(paths);
  }

  reads(path: string): boolean {
    return grammarOf(path) !== undefined;
  }

  tokens(path: string, text: string): readonly CodeToken[] {
    const file = this.#whole(path, text);
    return file === undefined ? [] : codeTokens(file.root, text);
  }

  edits(path: string, text: string, lines?: readonly Lines[]): readonly Mutant[] {
    if (isScriptPath(path)) return mutantsOf(text, path, lines);
    const file = this.#whole(path, text);
    if (file === undefined || /^(?:javascript|typescript|tsx)$/.test(file.grammar)) return [];
    const { root, grammar, parser } = file;
    const check = new EditCheck(parser);
    return treeMutants({ path, text, root, grammar, parses: (edit, node) => check.passes(edit, node) }, lines);
  }

  behaviours(path: string, text: string): readonly Behaviour[] {
    const file = this.#whole(path, text);
    return file === undefined ? [] : behavioursIn(file.root, file.grammar, file.unitFinder());
  }

  blanks(path: string, text: string, lines: readonly Lines[]): readonly Blank[] {
    const file = this.#whole(path, text);
    return file === undefined ? [] : blanksIn(file.root, lines);
  }

  calls(path: string, text: string, names: ReadonlySet<string>): readonly Call[] {
    const file = this.#whole(path, text);
    return file === undefined ? [] : callsIn(file.root, names, file.unitFinder());
  }

  /** Also of a text that is broken in places: as the outline does, it has the parts that can still be told. */
  units(path: string, text: string): readonly CodeUnit[] {
    const file = this.#file(path, text);
    return file?.units().filter(({ name }) => name !== '') ?? [];
  }

  isSame(path: string, one: string, other: string): boolean {
    const [first, second] = [this.#whole(path, one), this.#whole(path, other)];
    if (first === undefined || second === undefined) return false;
    const [own, theirs] = [tokenTexts(first.canonical), tokenTexts(second.canonical)];
    return own.length === theirs.length && own.every((text, index) => text === theirs[index]);
  }

  close(): void {
    for (const file of this.#kept.values()) file.close();
    this.#kept.clear();
    this.#grammars.close();
  }

  /** A text all of which is of its language. */
  #whole(path: string, text: string): CodeFile | undefined {
    const file = this.#file(path, text);
    return file?.isWhole === true ? file : undefined;
  }

  #file(path: string, text: string): CodeFile | undefined {
    const grammar = grammarOf(path);
    const parser = grammar === undefined ? undefined : this.#grammars.parserOf(grammar);
    if (grammar === undefined || parser === undefined) return undefined;
    const key = `${grammar}\0${text}`;
    const file = this.#kept.get(key) ?? CodeFile.parse(text, grammar, parser);
    if (file === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, file);
    this.#forgetOldest();
    return file;
  }

  #forgetOldest(): void {
    const [oldest] = this.#kept.size > mostKept ? this.#kept.keys() : [];
    if (oldest === undefined) return;
    this.#kept.get(oldest)?.close();
    this.#kept.delete(oldest);
  }
}
