import { sanitise } from '../redaction/sanitise.ts';

/** Lines of one text that are told. */
const mostLines = 20;
/** Characters of a line that are told, and how many of them before what was found. */
const contextLength = 200;
const contextBefore = 60;

export interface Found {
  /** A line of context each, harmless to show. */
  readonly lines: readonly string[];
  /** Further lines that hold it. */
  readonly more: number;
}

/** A text to look for, whatever its case. */
export class SoughtText {
  readonly #pattern: RegExp;
  readonly #length: number;
  /** Whether JSON writes it as it is. */
  readonly #isPlain: boolean;

  constructor(text: string) {
    this.#pattern = new RegExp(text.replaceAll(/[\^$.*+?()[\]{}|\\/]/g, '\\$&'), 'giu');
    this.#length = text.length;
    this.#isPlain = !/["\\\p{Cc}\p{Cs}]/u.test(text);
  }

  /** False where a text that JSON wrote cannot hold it. */
  mayBeIn(json: string): boolean {
    this.#pattern.lastIndex = 0;
    return !this.#isPlain || this.#pattern.test(json);
  }

  /** The lines of `text` that hold it. It may begin in `before`, which comes before the text and was looked at already. */
  in(text: string, before: string): Found {
    const all = before + text;
    const lines: string[] = [];
    let more = 0;
    const pattern = this.#pattern;
    pattern.lastIndex = Math.max(0, before.length - this.#length);
    for (let match = pattern.exec(all); match !== null; match = pattern.exec(all)) {
      const end = match.index + match[0].length;
      if (end <= before.length) continue;
      const from = all.lastIndexOf('\n', match.index - 1) + 1;
      const feed = all.indexOf('\n', end);
      const to = feed < 0 ? all.length : feed;
      if (lines.length < mostLines)
        lines.push(context(all, { from: match.index === 0 ? 0 : from, at: match.index, to }));
      else more += 1;
      pattern.lastIndex = to;
    }
    return { lines, more };
  }

  /** As much of what was looked at as the next piece needs. */
  tail(text: string): string {
    return text.slice(-Math.max(contextBefore, this.#length));
  }
}

function context(
  text: string,
  { from, at, to }: { readonly from: number; readonly at: number; readonly to: number },
): string {
  const start = Math.max(from, at - contextBefore);
  const end = Math.min(to, start + contextLength);
  const shown = text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  const line = sanitise(shown).replace(/\s+/g, ' ').trim();
  return `${start > from ? '…' : ''}${line}${end < to ? '…' : ''}`;
}
