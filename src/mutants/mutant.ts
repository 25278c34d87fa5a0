/** The kinds of small edit that are tried; the names are stable and shown to people. */
export type MutationOperator =
  | 'comparison'
  | 'equality'
  | 'arithmetic'
  | 'bitwise'
  | 'assignment'
  | 'logical'
  | 'nullish'
  | 'unary'
  | 'update'
  | 'off-by-one'
  | 'boundary'
  | 'constant'
  | 'string'
  | 'regex'
  | 'condition-negated'
  | 'condition-constant'
  | 'missing-await'
  | 'missing-return'
  | 'swapped-arguments'
  | 'argument-added'
  | 'method-name'
  | 'property-name'
  | 'identifier'
  | 'optional-chain'
  | 'spread'
  | 'guard-added'
  | 'statement-removed'
  | 'jump';

/** Lines `first` to `last`, both included, counted from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** One small edit of one file: replace `source.slice(start, end)` by `replacement`. */
export interface Mutant {
  /** Unique among the mutants of one source, and the same in every call. */
  readonly id: string;
  readonly path: string;
  /** Line of `start`, counted from 1, and UTF-16 column counted from 0. */
  readonly line: number;
  readonly column: number;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly operator: MutationOperator;
  /** What changes, for a person: `< → <=`. */
  readonly description: string;
  /** How likely this edit undoes a slip of a person, above 0 and at most 1; only the order means something. */
  readonly plausibility: number;
}
