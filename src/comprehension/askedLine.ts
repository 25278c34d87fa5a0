import type { FileChange } from '../model/change.ts';
import { linesOf } from '../review/hunks.ts';
import { askableLines } from './askableLines.ts';
import { linePrint } from './itemId.ts';
import { LineVariants } from './lineVariants.ts';
import type { PromptWorld } from './promptWorld.ts';
import { tokensOf } from './tokens.ts';

/** A written line with what is needed to ask about it. */
export interface AskedLine {
  readonly print: string;
  readonly file: AskedFile;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A file of the head. What costs a parse is done at its first use. */
export class AskedFile {
  readonly path: string;
  readonly head: string;
  readonly #base: string;
  #variants: LineVariants | undefined;
  #oldTokens: readonly string[] | undefined;

  constructor(path: string, base: string, head: string) {
    this.path = path;
    this.head = head;
    this.#base = base;
  }

  get variants(): LineVariants {
    this.#variants ??= new LineVariants(this.path, this.head);
    return this.#variants;
  }

  /** Tokens of the file before the change; none where it is new. */
  get oldTokens(): readonly string[] {
    this.#oldTokens ??= tokensOf(this.#base);
    return this.#oldTokens;
  }
}

/** Lines shown on either side of the asked one. */
const contextLines = 3;

/** The lines of a changed file that may be asked about, from top to bottom. */
export async function askedLinesOf(world: PromptWorld, head: string, change: FileChange): Promise<AskedLine[]> {
  const text = await world.readHead(change.path);
  if (text === undefined) return [];
  const base = change.status === 'added' ? '' : ((await world.readBase(change.path)) ?? '');
  const file = new AskedFile(change.path, base, text);
  const lines = linesOf(text);
  return askableLines(base, text).map((line) => ({
    print: linePrint(head, change.path, line),
    file,
    line,
    text: lines[line - 1] ?? '',
    before: lines.slice(Math.max(0, line - 1 - contextLines), line - 1),
    after: lines.slice(line, line + contextLines),
  }));
}
