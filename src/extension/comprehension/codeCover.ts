/** Milliseconds within which a page covers what it is opened over. */
const coveringMs = 2000;

/**
 * Whether the code of a closed-book prompt is covered. It is seen for a moment still when the prompt is shown over it; from when
 * it was covered on, or where it stays beside the page, seeing it is looking it up.
 */
export class CodeCover {
  readonly #isSeen: () => boolean;
  readonly #looked: () => void;
  #isCovered = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(isSeen: () => boolean, looked: () => void) {
    this.#isSeen = isSeen;
    this.#looked = looked;
  }

  /** A prompt is shown from now on. */
  begin(): void {
    this.end();
    this.#isCovered = !this.#isSeen();
    this.#timer = setTimeout(() => {
      this.#isCovered = true;
      this.changed();
    }, coveringMs);
  }

  /** What can be seen is something else by now. */
  changed(): void {
    if (!this.#isSeen()) this.#isCovered = true;
    else if (this.#isCovered) this.#looked();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
