/** A prompt with its key. It lives in memory only: what leaves the program is `toPrompt(item)`. */
export interface Item {
  readonly id: string;
  readonly head: string;
  readonly path: string;
  /** Line of the head, from 1. */
  readonly line: number;
  /** Up to three lines before and after the asked one. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Trimmed, distinct, in the order they are shown. */
  readonly options: readonly string[];
  /** Index of the option that was written. */
  readonly key: number;
  /** The line as it was written, with its indentation. */
  readonly lineText: string;
  /** Shown with every answer: where the options differ and what tells them apart. */
  readonly explanation: string;
}

/** An item without its key, in the shape of the protocol's `Prompt`. */
export interface KeylessPrompt {
  id: string;
  kind: 'which-did-it-write';
  head: string;
  path: string;
  line: number;
  before: string[];
  after: string[];
  options: string[];
}

/** What a person may see before answering. */
export function toPrompt({ id, head, path, line, before, after, options }: Item): KeylessPrompt {
  return {
    id,
    kind: 'which-did-it-write',
    head,
    path,
    line,
    before: [...before],
    after: [...after],
    options: [...options],
  };
}
