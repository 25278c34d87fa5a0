import { Redactor } from '../../redaction/redact.ts';
import { sanitise } from '../../redaction/sanitise.ts';

/** Deeper than this, or wider, nothing of a value is shown. */
const deepest = 12;
const widest = 500;

/** Makes values harmless to keep: every text in them sanitised, without secrets, and no longer than a limit. */
export class CleanValue {
  readonly #secrets: readonly string[];
  readonly #longest: number;

  constructor(secrets: readonly string[], longest: number) {
    this.#secrets = secrets;
    this.#longest = longest;
  }

  text(text: string, longest = this.#longest): string {
    // What a secret at the end is cut out of has to be looked at too.
    const isLong = text.length > longest;
    const redactor = new Redactor(this.#secrets);
    const shown = redactor.push(sanitise(isLong ? text.slice(0, longest) : text));
    // Of a text that is cut, what may be the beginning of a secret goes with the rest.
    return isLong ? `${shown}… [${text.length - longest} more characters]` : shown + redactor.end();
  }

  /** One line of at most so many characters. */
  line(text: string, longest: number): string {
    return this.text(text, longest * 4)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, longest);
  }

  of(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
    if (depth >= deepest) return '…';
    if (Array.isArray(value)) return value.slice(0, widest).map((one) => this.of(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, widest)
        .map(([name, one]) => [this.text(name, 1000), this.of(one, depth + 1)]),
    );
  }
}
