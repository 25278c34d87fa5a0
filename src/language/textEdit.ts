import type { Range } from '../model/problem.ts';

/** A piece of a text, and what takes its place. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}
