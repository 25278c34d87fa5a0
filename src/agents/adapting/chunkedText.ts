import type { AgentEvent } from '../port.ts';

type Kind = 'text' | 'thinking';

/** Characters and milliseconds after which what has come so far is told, so that a long answer is seen to grow. */
const mostHeld = 4096;
const longestHeld = 2000;

/**
 * Words that come in small pieces, told in larger ones: when something else follows, and now and then between. A piece ends
 * at white space, so that nothing without any (a key, a token) is cut in two.
 */
export class ChunkedText {
  readonly #tell: (event: AgentEvent) => void;
  readonly #now: () => number;
  #kind: Kind = 'text';
  #held = '';
  #since = 0;

  constructor(tell: (event: AgentEvent) => void, now: () => number = Date.now) {
    this.#tell = tell;
    this.#now = now;
  }

  add(kind: Kind, chunk: string): void {
    if (kind !== this.#kind) this.flush();
    this.#kind = kind;
    if (this.#held === '') this.#since = this.#now();
    this.#held += chunk;
    if (this.#held.length > mostHeld || this.#now() - this.#since > longestHeld) this.#tellWhole();
  }

  /** Tells what is left. */
  flush(): void {
    const text = this.#held;
    this.#held = '';
    if (text !== '') this.#tell({ type: this.#kind, text });
  }

  #tellWhole(): void {
    const end = lastBreak(this.#held);
    if (end === 0) return;
    const rest = this.#held.slice(end);
    this.#held = this.#held.slice(0, end);
    this.flush();
    this.#held = rest;
    this.#since = this.#now();
  }
}

/** Behind the last white space. */
function lastBreak(text: string): number {
  for (let at = text.length; at > 0; at -= 1) if (/\s/.test(text.charAt(at - 1))) return at;
  return 0;
}
