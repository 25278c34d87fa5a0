import type { CodeUnit } from '../../comprehension/codeReading.ts';
import type { UnitReading } from '../../review/reading.ts';
import { isMarkdown, sectionsOf } from '../../review/sections.ts';
import { Grammars, type ReadWasm } from '../grammars.ts';
import { grammarOf } from '../languages.ts';
import { CodeFile } from './codeFile.ts';
import { type Body, bodyOfLines, unitsByLines } from './lineBodies.ts';

/**
 * Names the bodies of units, as the ledger has them: of code by its tokens, of Markdown by the lines of its sections, of anything
 * else by the lines that were changed together. `load` first; nothing throws.
 */
export class UnitBodies {
  readonly #grammars: Grammars;

  constructor(grammars: Grammars) {
    this.#grammars = grammars;
  }

  static async open(read: ReadWasm): Promise<UnitBodies> {
    return new UnitBodies(await Grammars.open(read));
  }

  load(paths: Iterable<string>): Promise<void> {
    return this.#grammars.load(paths);
  }

  /**
   * All units of a text, that of what stands outside of all with the empty name. Undefined where nothing in a file of its kind has
   * a name: what was changed together there is known by the change alone.
   */
  of(path: string, text: string): readonly CodeUnit[] | undefined {
    const file = this.#parsed(path, text);
    if (file !== undefined) return closed(file, (open) => open.units());
    return isMarkdown(path) ? unitsByLines(text, sectionsOf(text)) : undefined;
  }

  /** The bodies of changed units of a text, by their ids; none of a unit that is not in it. */
  ofChanged(
    path: string,
    text: string,
    units: readonly Pick<UnitReading, 'id' | 'kind' | 'head'>[],
  ): ReadonlyMap<string, Omit<Body, 'name'>> {
    const runs = units.filter(({ kind }) => kind === 'lines');
    const bodies = new Map(
      runs.flatMap(({ id, head }) => (head === undefined ? [] : [[id, bodyOfLines(text, head)] as const])),
    );
    const names = new Set(
      units.filter(({ kind }) => kind !== 'lines' && kind !== 'file').map(({ id }) => nameIn(id, path)),
    );
    if (names.size === 0) return bodies;
    const file = this.#parsed(path, text);
    const all = file === undefined ? this.of(path, text) : closed(file, (open) => open.units(names));
    for (const { name, body, size } of all ?? []) if (names.has(name)) bodies.set(`${path}#${name}`, { body, size });
    return bodies;
  }

  close(): void {
    this.#grammars.close();
  }

  #parsed(path: string, text: string): CodeFile | undefined {
    const grammar = grammarOf(path);
    const parser = grammar === undefined ? undefined : this.#grammars.parserOf(grammar);
    return grammar === undefined || parser === undefined ? undefined : CodeFile.parse(text, grammar, parser);
  }
}

/** What a unit is called in its file. */
const nameIn = (id: string, path: string): string => id.slice(path.length + 1);

function closed<T>(file: CodeFile, read: (file: CodeFile) => T): T {
  try {
    return read(file);
  } finally {
    file.close();
  }
}
