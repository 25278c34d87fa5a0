/** What a person asked of a dry run. */
export interface Asked {
  readonly inputs: Readonly<Record<string, string>>;
  /** Items as they were typed: JSON, or files. */
  readonly items: readonly string[];
  readonly discover: boolean;
}
