/** `ok  pkg 0.1s`, `FAIL pkg [build failed]`, `?  pkg [no test files]`, as far as its line is there. */
const packageLine = /^(ok {2}|FAIL|\? {3})\t\S+(?:\s+(.*))?$/;
/** How long it took, or why it did not run: each of these lines says one of both. */
const wholeNote = /^(?:\(cached\)|\d+\.\d+s|\[[^\]]+\])/;

/**
 * Whether the text of `go test` is all there, as far as it says so: what it prints of a package ends in the package's line, and
 * after a failure among several packages the very last word is one more `FAIL`. Between two packages that passed it cannot be
 * told.
 */
export class GoEnding {
  #isBuilding = false;
  /** A package's line is to follow. */
  #isOwed = false;
  #packages = 0;
  #hasFailed = false;
  /** `FAIL` alone came after the last package. */
  #isClosed = false;

  read(line: string): void {
    const [, word, note] = packageLine.exec(line) ?? [];
    if (word !== undefined) this.#package(word === 'FAIL', note ?? '');
    else if (line === 'FAIL') this.#fail();
    else if (line.startsWith('# ')) this.#isBuilding = true;
    else if (line.startsWith('panic: ') || (this.#isBuilding && /^(?:vet: )?\S+\.go:\d+:/.test(line))) {
      this.#isOwed = true;
    }
  }

  get isWhole(): boolean {
    return !this.#isOwed && (!this.#hasFailed || this.#isClosed || this.#packages < 2);
  }

  #package(failed: boolean, note: string): void {
    // After the last word of one command, another one's packages.
    if (this.#isClosed && !failed) [this.#packages, this.#hasFailed] = [0, false];
    this.#packages += 1;
    this.#hasFailed ||= failed;
    this.#isClosed = false;
    this.#isBuilding = false;
    this.#isOwed = !wholeNote.test(note);
  }

  /** It ends a package that failed, and its line follows, or all of them. */
  #fail(): void {
    if (this.#hasFailed) this.#isClosed = true;
    else this.#isOwed = true;
  }
}
