import { readFileSync, writeFileSync } from 'node:fs';

/** At most one file is edited at a time; it can be put back at any moment, also from a signal handler. */
export class OpenEdit {
  #file: string | undefined;
  #before: Buffer | undefined;

  /** Writes the edited text. The edit before must have been kept or restored. */
  write(file: string, text: string): void {
    this.#before = readFileSync(file);
    this.#file = file;
    writeFileSync(file, text);
  }

  /** Puts the exact bytes back. */
  restore(): void {
    if (this.#file !== undefined && this.#before !== undefined) writeFileSync(this.#file, this.#before);
    this.keep();
  }

  /** Leaves the edit in place for good. */
  keep(): void {
    this.#file = undefined;
    this.#before = undefined;
  }
}
