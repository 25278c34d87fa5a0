/** Lines of a program whose reader is still being loaded: they are kept, and given to it in their order. */
export class HeldLines {
  #held: string[] = [];
  #reader: ((line: string) => void) | undefined;

  /** Takes a line in; for a process's `onLine`. */
  readonly take = (line: string): void => {
    if (this.#reader === undefined) this.#held.push(line);
    else this.#reader(line);
  };

  /** From now on the lines are this reader's, and those that are held come first. */
  giveTo(reader: (line: string) => void): void {
    for (const line of this.#held) reader(line);
    this.#held = [];
    this.#reader = reader;
  }
}
