import { isMarkedGenerated } from '../review/fileKind.ts';
import { linesOf } from '../review/hunks.ts';
import type { Behaviour, Blank, CodeReading, CodeToken, Lines } from './codeReading.ts';
import type { PromptWorld } from './promptWorld.ts';
import { tokensOf } from './tokens.ts';

/** A longer text is not read by a person line by line, and costs too much to parse again and again. */
const longestText = 500_000;
/** A longer line is minified or data. */
const longestLine = 160;

/** Both sides of a changed file in a language that is read. What costs a parse is done at its first use. */
export class AskedFile {
  readonly path: string;
  /** Empty where that side does not have it. */
  readonly base: string;
  readonly head: string;
  readonly baseLines: readonly string[];
  readonly headLines: readonly string[];
  readonly #code: CodeReading;
  readonly #made = new Map<string, unknown>();

  constructor(path: string, texts: { readonly base: string; readonly head: string }, code: CodeReading) {
    this.path = path;
    this.base = texts.base;
    this.head = texts.head;
    this.baseLines = linesOf(texts.base);
    this.headLines = linesOf(texts.head);
    this.#code = code;
  }

  /** Undefined where it is too long, written by a program, or not there at all. */
  static async read(path: string, world: PromptWorld, code: CodeReading): Promise<AskedFile | undefined> {
    const [base = '', head = ''] = await Promise.all([world.readBase(path), world.readHead(path)]);
    const isAskable = [base, head].every((text) => text.length <= longestText && !isMarkedGenerated(text));
    return isAskable && base + head !== '' ? new AskedFile(path, { base, head }, code) : undefined;
  }

  /** Tokens of the base; none where the file is new. */
  get oldTokens(): readonly string[] {
    return this.#once('oldTokens', () => tokensOf(this.path, this.base));
  }

  get oldBlanks(): readonly Blank[] {
    return this.#once('oldBlanks', () => this.#code.blanks(this.path, this.base, wholeOf(this.baseLines)));
  }

  get newBlanks(): readonly Blank[] {
    return this.#once('newBlanks', () => this.#code.blanks(this.path, this.head, wholeOf(this.headLines)));
  }

  get oldBehaviours(): readonly Behaviour[] {
    return this.#once('oldBehaviours', () => this.#code.behaviours(this.path, this.base));
  }

  get newBehaviours(): readonly Behaviour[] {
    return this.#once('newBehaviours', () => this.#code.behaviours(this.path, this.head));
  }

  /** Whether a line of the head holds code to ask about: no blank line, comment, import, lone bracket or mere data. */
  isCode(line: number): boolean {
    const text = this.headLines[line - 1] ?? '';
    if (text.length > longestLine || isImport(text)) return false;
    return (this.#tokensByLine.get(line) ?? []).some(({ kind }) => kind !== 'punctuation' && kind !== 'string');
  }

  get #tokensByLine(): ReadonlyMap<number, readonly CodeToken[]> {
    return this.#once('tokensByLine', () => {
      const byLine = new Map<number, CodeToken[]>();
      for (const token of this.#code.tokens(this.path, this.head)) {
        const own = byLine.get(token.line);
        if (own === undefined) byLine.set(token.line, [token]);
        else own.push(token);
      }
      return byLine;
    });
  }

  /** Name of the smallest named part of the head in which a line stands; empty outside of all. */
  unitAt(line: number): string {
    const units = this.#once('units', () => this.#code.units(this.path, this.head));
    const around = units.filter(({ lines: { first, count } }) => line >= first && line < first + count);
    return around.toSorted((one, other) => one.lines.count - other.lines.count)[0]?.name ?? '';
  }

  /** What was made under that name before, else what `make` makes. */
  once<T>(name: string, make: () => T): T {
    return this.#once(`own ${name}`, make);
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as T;
  }
}

const wholeOf = (lines: readonly string[]): Lines[] => [{ first: 1, last: Math.max(1, lines.length) }];

/** In any of the languages; a Go import block holds strings alone, or a name and a string. */
function isImport(line: string): boolean {
  return (
    /^\s*(?:import\b(?!\s*[(.]\S)|export\s+(?:type\s+)?(?:\*|\{)|\}\s*from\b|from\s+\S+\s+import\b|package\s|(?:pub(?:\(\w+\))?\s+)?(?:use|mod|extern crate)\s)/.test(
      line,
    ) ||
    /\brequire\s*\(/.test(line) ||
    /^\s*[\w.]+\s+"[\w./-]+"\s*$/.test(line)
  );
}
