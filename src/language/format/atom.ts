/** An open block map or list: the column where its entries stand, and where they shall. */
export interface Level {
  readonly old: number;
  readonly new: number;
  readonly outer: Level | undefined;
}

/** What is never changed by formatting: a text, a sign, a comment. Formatting changes the white space between them. */
export interface Atom {
  readonly kind: 'text' | 'comment' | 'mark' | 'dash' | 'colon' | 'comma' | 'open' | 'close' | 'body';
  readonly start: number;
  readonly end: number;
  /** Where it shall stand if it begins a line; of a comment that depends on what is around it. */
  readonly column: number;
  /** The innermost block map or list that it is in. */
  readonly level: Level;
  /** Between the brackets of a map or list that stays in brackets. */
  readonly inFlow: boolean;
  /** Of `open` and `close`. */
  readonly bracket?: '{' | '[' | undefined;
  /** Set where brackets are opened out: it begins a line (or an entry) with this before it. */
  readonly lead?: Lead | undefined;
}

export interface Lead {
  readonly breaks: boolean;
  readonly dash: boolean;
}

/** Spaces to put in or take out at a line inside a text, or any other change: what stands from `start` to `end` becomes `text`. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
