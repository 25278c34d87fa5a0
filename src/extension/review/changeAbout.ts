/** What an act on a row of the view Change is about. */
export interface ChangeAbout {
  readonly path?: string;
  readonly unit?: string;
  /** Pieces below the row, all of one file. */
  readonly pieces: readonly string[];
}
