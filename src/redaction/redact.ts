import { sanitise } from './sanitise.ts';
import {
  longestHeld,
  mayHoldToken,
  openToken,
  pemBody,
  pemEnd,
  tokenHeads,
  tokenRest,
  wholeToken,
} from './tokenPatterns.ts';

const mark = '[redacted]';
/** No private key has more characters than this, its last line fewer than that. */
const longestPem = 16_384;
const longestPemEnd = 80;

/**
 * Takes secrets out of a stream of text: the given values (also as JSON, a URL or Base64 would write them) and whatever
 * looks like a well-known token. What could be the beginning of a secret is held back until more comes, so a secret
 * that arrives in pieces is found too. A secret that the command disguises (reversed, split by a word) is not found.
 */
export class Redactor {
  readonly #secrets: readonly string[];
  readonly #beginnings: readonly string[];
  readonly #pattern: RegExp;
  #held = '';
  /** The character before `#held`: some tokens begin only where a word does. */
  #before = '';
  /** What the text is in the middle of; its characters are dropped. */
  #inside: 'text' | 'token' | 'pem' = 'text';
  #pemLength = 0;

  constructor(secrets: readonly string[]) {
    this.#secrets = writtenForms(secrets);
    this.#beginnings = [...this.#secrets, ...tokenHeads];
    const known = this.#secrets.map(escapeForPattern).join('|');
    this.#pattern = new RegExp(known === '' ? wholeToken : `(?<known>${known})|${wholeToken}`, 'g');
  }

  /** Takes the next piece and returns what can be shown by now. */
  push(text: string): string {
    return this.#take(this.#held + text, false);
  }

  /** What was held back. */
  end(): string {
    return this.#take(this.#held, true);
  }

  #take(text: string, last: boolean): string {
    this.#held = '';
    let out = '';
    let from = 0;
    while (from < text.length) {
      if (this.#inside === 'text') {
        const shown = this.#show(text, from, last);
        out += shown.out;
        from = shown.next;
        if (shown.isOver) break;
      } else {
        from += this.#skip(text.slice(from), last);
        this.#pass(text, from);
        if (this.#isInside()) break;
      }
    }
    this.#held = text.slice(from);
    return out;
  }

  #isInside(): boolean {
    return this.#inside !== 'text';
  }

  /** Shows and redacts up to the end, to what must be held back, or to something whose rest must be dropped. */
  #show(
    text: string,
    from: number,
    last: boolean,
  ): { readonly out: string; readonly next: number; readonly isOver: boolean } {
    const rest = this.#before + text.slice(from);
    const until = last ? rest.length : this.#openAt(rest);
    let at = this.#before.length;
    let out = '';
    // What was shown is only looked back at: a match that began in it would hide the one that begins behind it.
    this.#pattern.lastIndex = at;
    const matches = this.#mayHold(rest) ? rest.matchAll(this.#pattern) : [];
    for (const match of matches) {
      if (match.index >= until) break;
      const end = match.index + match[0].length;
      const { known, pem, keep = '', keepBearer = '' } = match.groups ?? {};
      out += rest.slice(at, match.index) + keep + keepBearer + mark;
      at = end;
      if (pem !== undefined) this.#inside = 'pem';
      else if (known === undefined && end === rest.length && !last) this.#inside = 'token';
      if (this.#inside !== 'text') break;
    }
    const isOver = !this.#isInside();
    if (isOver && at < until) {
      out += rest.slice(at, until);
      at = until;
    }
    const next = from - this.#before.length + at;
    this.#pass(text, next);
    return { out, next, isOver };
  }

  #pass(text: string, upTo: number): void {
    this.#before = text[upTo - 1] ?? this.#before;
  }

  #mayHold(text: string): boolean {
    return mayHoldToken.test(text) || this.#secrets.some((secret) => text.includes(secret));
  }

  /** Where something begins that more text could make a secret; the length of the text when nothing does. */
  #openAt(text: string): number {
    const window = text.slice(-longestHeld - 128);
    const open = openToken.exec(window);
    let at = open === null ? text.length : text.length - window.length + open.index;
    for (const beginning of this.#beginnings) at = Math.min(at, partialAt(text, beginning));
    return Math.max(at, this.#before.length);
  }

  /** How much of the text, in the middle of something to be dropped, goes with it; the rest may be held back. */
  #skip(rest: string, last: boolean): number {
    if (this.#inside === 'pem') return this.#skipPem(rest, last);
    const length = tokenRest.exec(rest)?.[0].length ?? 0;
    if (length < rest.length) this.#inside = 'text';
    return length;
  }

  /** A private key goes up to its last line, or to something that is no part of one. */
  #skipPem(rest: string, last: boolean): number {
    const body = pemBody.exec(rest)?.[0].length ?? 0;
    const end = pemEnd.exec(rest.slice(0, body));
    const isOver = end !== null || body < rest.length || last || this.#pemLength + body > longestPem;
    const length = end !== null ? end.index + end[0].length : isOver ? body : Math.max(0, body - longestPemEnd);
    this.#pemLength = isOver ? 0 : this.#pemLength + length;
    if (isOver) this.#inside = 'text';
    return length;
  }
}

/** Where `text` ends with a beginning, but not the whole, of `literal`; the length of the text when it does not. */
function partialAt(text: string, literal: string): number {
  const first = literal.charAt(0);
  let at = text.indexOf(first, Math.max(0, text.length - literal.length + 1));
  while (at !== -1 && !literal.startsWith(text.slice(at))) at = text.indexOf(first, at + 1);
  return at === -1 ? text.length : at;
}

/** The ways a secret can stand in a log, the longest first so that none hides within another. */
function writtenForms(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => {
    const lines = secret.split(/\r?\n/).filter((line) => line.length >= 8);
    const encoded =
      secret.length < 8
        ? []
        : [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    return [secret, secret.trim(), ...lines, ...encoded];
  });
  const written = forms.map((form) => sanitise(form)).filter((form) => form.trim() !== '');
  return [...new Set(written)].sort((a, b) => b.length - a.length);
}

const escapeForPattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
