import { Language, Parser } from '@vscode/tree-sitter-wasm';
import { type GrammarName, grammarOf } from './languages.ts';

/** Reads a file of the package `@vscode/tree-sitter-wasm`, by its name without `.wasm`. */
export type ReadWasm = (name: string) => Promise<Uint8Array>;

/** The grammars that we ship, each loaded when a path first wants it, with one parser each. */
export class Grammars {
  readonly #read: ReadWasm;
  readonly #parsers = new Map<GrammarName, Parser>();

  private constructor(read: ReadWasm) {
    this.#read = read;
  }

  static async open(read: ReadWasm): Promise<Grammars> {
    // One of the options of the module, although the type does not tell of it.
    const module = { wasmBinary: await read('tree-sitter'), locateFile: (file: string) => file };
    await Parser.init(module);
    return new Grammars(read);
  }

  /** Makes ready for these paths. */
  async load(paths: Iterable<string>): Promise<void> {
    const names = new Set<GrammarName>();
    for (const path of paths) {
      const name = grammarOf(path);
      if (name !== undefined && !this.#parsers.has(name)) names.add(name);
    }
    await Promise.all(
      [...names].map(async (name) => {
        const language = await Language.load(await this.#read(`tree-sitter-${name}`));
        this.#parsers.get(name)?.delete();
        this.#parsers.set(name, new Parser().setLanguage(language));
      }),
    );
  }

  /** Undefined for a path that was not named to `load`. */
  parserOf(name: GrammarName): Parser | undefined {
    return this.#parsers.get(name);
  }

  close(): void {
    for (const parser of this.#parsers.values()) parser.delete();
    this.#parsers.clear();
  }
}
