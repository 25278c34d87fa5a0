import { CST, Lexer } from 'yaml';
import { eatenAt } from './eaten.ts';
import type { ProblemData, Spot } from './problem.ts';

/** Larger files are not read: nobody writes one, and reading is not free. */
export const maxCharacters = 256 * 1024;

/** Deeper nesting is not parsed: a parser recurses, and 1,000 nested brackets abort Node (threat 12). */
export const maxDepth = 64;

/** A file of 5,000 lines has about 40,000 tokens; a bomb of one bracket a character has many more. */
export const maxTokens = 100_000;

const maxSpots = 20;

export interface Guarded {
  readonly spots: readonly Spot[];
  /** False when the text must not be given to a parser. */
  readonly safe: boolean;
  /** The text in pieces, as the lexer cut it: a parser can go on with them. Whole only where it is safe. */
  readonly tokens: readonly string[];
}

/**
 * Looks at the tokens of a text before any parser does. Takes time linear in the text and never recurses. The last answer is
 * kept: every feature asks first.
 */
export function guard(text: string): Guarded {
  if (last?.text !== text) last = { text, guarded: look(text) };
  return last.guarded;
}

let last: { readonly text: string; readonly guarded: Guarded } | undefined;

function look(text: string): Guarded {
  if (text.length > maxCharacters) {
    return tooLarge(text, { size: Math.ceil(text.length / 1024), limit: maxCharacters / 1024, unit: 'KB' });
  }
  const spots: Spot[] = [...strangeCharacters(text)];
  const scan = new TokenScan(text, spots);
  const tokens: string[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    tokens.push(token);
    if (tokens.length > maxTokens) return tooLarge(text, { size: tokens.length, limit: maxTokens, unit: 'tokens' });
    if (!scan.take(type, token, offset)) return { safe: false, spots, tokens: [] };
    // Two marks of the lexer stand for nothing in the text.
    if (type !== 'doc-mode' && type !== 'scalar' && type !== 'flow-error-end') offset += token.length;
  }
  return { safe: true, spots: spots.slice(0, maxSpots), tokens };
}

function tooLarge(text: string, data: ProblemData['LW001']): Guarded {
  const newline = text.indexOf('\n');
  const end = newline === -1 ? text.length : newline;
  return { safe: false, spots: [{ code: 'LW001', start: 0, end, data }], tokens: [] };
}

/** Control characters, what is left of bytes that were not UTF-8, and marks that reorder text on the screen. */
function* strangeCharacters(text: string): Generator<Spot> {
  const strange = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\u202a-\u202e\u2066-\u2069]/g;
  let count = 0;
  for (const match of text.matchAll(strange)) {
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    yield { code: 'LW009', start: match.index, end: match.index + 1, data: { character: `U+${code}` } };
    count += 1;
    if (count === 3) return;
  }
}

const withoutContent: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'doc-mode', 'byte-order-mark']);

/** Follows nesting and finds what a loop file may not use. */
class TokenScan {
  readonly #text: string;
  readonly #spots: Spot[];
  readonly #anchors = new Set<string>();
  readonly #columns: number[] = [];
  #flow = 0;
  #lineStart = 0;
  #lineHasIndicator = false;
  #firstOfLine = -1;
  #spottedLine = -1;
  #documents = 0;
  #hasContent = false;

  constructor(text: string, spots: Spot[]) {
    this.#text = text;
    this.#spots = spots;
  }

  /** False when nothing after this token may be parsed. */
  take(type: string | null, token: string, offset: number): boolean {
    if (type === 'newline' || token.includes('\n')) this.#newLine(token, offset);
    else if (this.#firstOfLine < 0 && type !== 'space' && type !== 'doc-mode') this.#firstOfLine = offset;
    if (type !== null) this.#document(type, token, offset);
    if (type === 'directive-line' || type === 'directive') {
      this.#spots.push({ code: 'LW003', start: offset, end: offset + token.length, data: { detail: 'directive' } });
      return false;
    }
    if (type === 'double-quoted-scalar' && !this.#escapes(token, offset)) return false;
    this.#names(type, token, offset);
    const depth = this.#depth(type, offset);
    if (depth <= maxDepth) return true;
    this.#spots.push({ code: 'LW002', start: offset, end: offset + 1, data: { limit: maxDepth } });
    return false;
  }

  /** The parser makes an error of each wrong escape; of thousands it takes seconds. */
  #escapes(token: string, offset: number): boolean {
    if (token.length < 1000) return true;
    const wrong = [...token.matchAll(/\\([\s\S])/g)].filter(
      (sequence) => !/[0abtnvfre"/\\N_LPxuU\s]/.test(sequence[1] ?? ''),
    );
    const start = offset + (wrong[0]?.index ?? 0);
    if (wrong.length <= maxSpots) return true;
    this.#spots.push({ code: 'LW003', start, end: start + 2, data: { detail: 'BAD_DQ_ESCAPE' } });
    return false;
  }

  #newLine(token: string, offset: number): void {
    this.#lineStart = offset + token.lastIndexOf('\n') + 1;
    this.#firstOfLine = -1;
    this.#lineHasIndicator = false;
  }

  #document(type: string, token: string, offset: number): void {
    if (type === 'doc-start' || type === 'doc-end') {
      this.#documents += this.#hasContent ? 1 : 0;
      if (this.#documents === 1 && type === 'doc-start') {
        this.#spots.push({ code: 'LW008', start: offset, end: offset + token.length, data: {} });
      }
    } else if (!this.#hasContent && !withoutContent.has(type)) this.#hasContent = true;
  }

  #names(type: string | null, token: string, offset: number): void {
    if (type !== 'tag' && type !== 'anchor' && type !== 'alias') return;
    const name = token.slice(1);
    const end = offset + token.length;
    // One mistake often makes several tokens; the first on a line says it.
    if (this.#spottedLine === this.#lineStart) return;
    this.#spottedLine = this.#lineStart;
    const known = type === 'anchor' ? !/^[A-Za-z0-9_-]+$/.test(name) : type === 'alias' && !this.#anchors.has(name);
    if (known || (type === 'tag' && !token.startsWith('!!') && token !== '!')) {
      const eaten = eatenAt(this.#text, offset, type);
      if (eaten) {
        this.#spots.push(eaten);
        return;
      }
    }
    if (type === 'anchor') this.#anchors.add(name);
    if (type === 'tag') this.#spots.push({ code: 'LW006', start: offset, end, data: { tag: token } });
    else this.#spots.push({ code: 'LW005', start: offset, end, data: { name: token } });
  }

  /** Depth of nesting at this token: brackets, and columns of block entries that are still open. */
  #depth(type: string | null, offset: number): number {
    if (type === 'flow-seq-start' || type === 'flow-map-start') this.#flow += 1;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') this.#flow = Math.max(0, this.#flow - 1);
    else if (type === 'flow-error-end') this.#flow = 0;
    else if (type === 'map-value-ind' || type === 'seq-item-ind' || type === 'explicit-key-ind') {
      if (this.#flow === 0) this.#open(offset);
      // A pair without braces inside brackets is a map of its own.
      else return this.#flow + this.#columns.length + 1;
    }
    return this.#flow + this.#columns.length;
  }

  #open(offset: number): void {
    const column = (this.#lineHasIndicator ? offset : Math.max(this.#firstOfLine, this.#lineStart)) - this.#lineStart;
    this.#lineHasIndicator = true;
    while ((this.#columns.at(-1) ?? -1) >= column) this.#columns.pop();
    this.#columns.push(column);
  }
}
