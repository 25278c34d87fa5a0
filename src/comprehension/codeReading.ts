import type { LineSpan } from '../model/reviewOutline.ts';
import type { Mutant } from '../mutants/mutant.ts';

/** Lines of a text, both included, from 1. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** A part of a text. Offsets are UTF-16 units, `end` is behind it; `line` is that of its start, from 1. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly text: string;
}

export interface CodeToken extends TextPart {
  readonly kind: 'name' | 'keyword' | 'number' | 'string' | 'operator' | 'punctuation';
}

/** Something that a piece of code does and that can be taken away without a trace: what is asked for as removed behaviour. */
export interface Behaviour {
  /** `guard`: a condition that leaves early; `assertion`: also `assert` and the checks of a test. */
  readonly kind: 'guard' | 'throw' | 'await' | 'assertion';
  readonly lines: Lines;
  /** In one line, blanks squeezed: what is shown as an option, and what tells whether the other side has it too. */
  readonly text: string;
  /** Name of the innermost named part that it stands in; empty outside of all. */
  readonly unit: string;
}

/** A token that may be left out and asked for. */
export interface Blank extends TextPart {
  readonly kind: 'operator' | 'constant' | 'callee';
}

/** A place that calls a name. */
export interface Call {
  readonly name: string;
  readonly line: number;
  readonly unit: string;
}

/** A named part of a text, as the ledger counts it. */
export interface CodeUnit {
  /** Its qualified name, as in the outline. */
  readonly name: string;
  readonly lines: LineSpan;
  /** Hash of its tokens without blanks and comments. */
  readonly body: string;
  /** Lines that are not blank. */
  readonly size: number;
}

/**
 * Reads JavaScript, TypeScript, Python, Go, Rust and Java. Contract: nothing throws; a text that does not parse, or a path of another
 * language, has nothing of what is asked for. Calls are synchronous: `load` first.
 */
export interface CodeReading {
  /** Makes ready for the languages of these paths. */
  load(paths: Iterable<string>): Promise<void>;
  /** Whether it knows the language of a path. */
  reads(path: string): boolean;
  tokens(path: string, text: string): readonly CodeToken[];
  /** Small edits, most plausible first; with `lines`, only such that start and end in one of them. Every edited text parses. */
  edits(path: string, text: string, lines?: readonly Lines[]): readonly Mutant[];
  behaviours(path: string, text: string): readonly Behaviour[];
  blanks(path: string, text: string, lines: readonly Lines[]): readonly Blank[];
  calls(path: string, text: string, names: ReadonlySet<string>): readonly Call[];
  units(path: string, text: string): readonly CodeUnit[];
  /** Whether two texts have the same tree but for blanks, comments and how a literal is written (`'a'`, `"a"`). */
  isSame(path: string, one: string, other: string): boolean;
}
