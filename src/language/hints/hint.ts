/** What the editor shows behind a value, which is not in the text. */
export interface Hint {
  /** Offset of the end of the value. */
  readonly offset: number;
  readonly label: string;
  /** More of it, for whoever points at it. */
  readonly tooltip?: string;
}

/** When and where somebody looks: epoch milliseconds, and the IANA name of the time zone. */
export interface Here {
  readonly now: number;
  readonly zone: string;
}
