import type { Range } from '../../model/problem.ts';
import type { WorkspaceIndex } from '../workspaceIndex.ts';

/** A range of the text that is looked at, or of a file of the repository. */
export interface Place {
  /** From the top of the repository; absent for the text itself. */
  readonly file?: string;
  readonly range: Range;
}

/** What is known beside a text. */
export interface Surroundings {
  readonly index?: WorkspaceIndex | undefined;
  /** Path of the text from the top of the repository, where it has one. */
  readonly file?: string | undefined;
}

/** The beginning of a file. */
export const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
