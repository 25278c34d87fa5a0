/** A key that was pressed: `up`, `down`, `pageup`, `home`, `return`, `escape`, `backspace`, `ctrl+c`, or the text it types. */
export type Key = string;

/** The whole window of a terminal, for as long as a program draws on it. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Shows these lines; what is the same as before is not drawn again. None may be wider than the window. */
  draw(lines: readonly string[]): void;
  onKey(listener: (key: Key) => void): void;
  onResize(listener: () => void): void;
  /** Gives the terminal back as it was. */
  close(): void;
}
