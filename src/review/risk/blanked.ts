import type { Language } from './language.ts';

/** A line in three readings of one length, so that a place in one is that place in the others. */
export interface SeenLine {
  /** As it stands, cut at `longestLine`. */
  readonly text: string;
  /** Comments are blank. */
  readonly bare: string;
  /** Comments and what strings hold are blank; the quotes stay. */
  readonly code: string;
}

/** Columns of a line that are looked at: nobody wrote a longer one by hand, and nobody reads it to its end. */
export const longestLine = 4000;

/** What ends what an opening begins; where `across` holds, it may stand on a later line. */
interface Enclosure {
  readonly end: string;
  readonly across: boolean;
  readonly comment: boolean;
  readonly escapes?: boolean;
}

interface Lexicon {
  /** Whatever opens a string or a comment, longest first; sticky and global use only. */
  readonly openings: RegExp;
  readonly enclosures: Readonly<Record<string, Enclosure>>;
  /** A line inside a comment whose beginning was not changed: `* like this`. */
  readonly inComment?: RegExp;
}

const lineComment: Enclosure = { end: '\n', across: false, comment: true };
const blockComment: Enclosure = { end: '*/', across: true, comment: true };
const single: Enclosure = { end: "'", across: false, comment: false, escapes: true };
const double: Enclosure = { end: '"', across: false, comment: false, escapes: true };
const slashes = { '//': lineComment, '/*': blockComment };
const starred = /^\s*\*(?:\s|\/|$)/;

const braces: Lexicon = {
  openings: /\/\/|\/\*|"|'/g,
  enclosures: { ...slashes, '"': double, "'": single },
  inComment: starred,
};
const tick = (escapes: boolean): Enclosure => ({ end: '`', across: true, comment: false, escapes });

const lexicons: Readonly<Record<Language, Lexicon | undefined>> = {
  ecma: {
    openings: /\/\/|\/\*|"|'|`|\//g,
    // A lone slash is a regular expression where a value may begin (`endOfPattern`), and a division elsewhere.
    enclosures: { ...slashes, '"': double, "'": single, '`': tick(true) },
    inComment: starred,
  },
  python: {
    openings: /#|"""|'''|"|'/g,
    enclosures: {
      '#': lineComment,
      '"""': { end: '"""', across: true, comment: false, escapes: true },
      "'''": { end: "'''", across: true, comment: false, escapes: true },
      '"': double,
      "'": single,
    },
  },
  go: { ...braces, openings: /\/\/|\/\*|"|'|`/g, enclosures: { ...braces.enclosures, '`': tick(false) } },
  // `'a` is a lifetime, not the beginning of a text.
  rust: { ...braces, openings: /\/\/|\/\*|"/g },
  java: {
    ...braces,
    openings: /\/\/|\/\*|"""|"|'/g,
    enclosures: { ...braces.enclosures, '"""': { end: '"""', across: true, comment: false, escapes: true } },
  },
  braces,
  hashes: {
    openings: /#|"|'/g,
    enclosures: { '#': lineComment, '"': double, "'": single },
  },
  plain: undefined,
};

/**
 * Takes comments and texts of strings out of lines of one side. The lines need not be all lines of the file: a comment or
 * string whose end is not among them ends with its line. Linear in the length of the lines.
 */
export function blanked(lines: readonly string[], language: Language): SeenLine[] {
  const lexicon = lexicons[language];
  const texts = lines.map((line) => (line.length > longestLine ? line.slice(0, longestLine) : line));
  if (lexicon === undefined) return texts.map((text) => ({ text, bare: text, code: text }));
  const { inComment } = lexicon;
  const whole = texts
    .map((text) => (inComment?.test(text) ? ' '.repeat(text.length) : text.replaceAll('\n', ' ')))
    .join('\n');
  const { bare, code } = scanned(whole, lexicon);
  const [bareLines, codeLines] = [bare.split('\n'), code.split('\n')];
  return texts.map((text, index) => ({ text, bare: bareLines[index] ?? '', code: codeLines[index] ?? '' }));
}

function scanned(whole: string, { openings, enclosures }: Lexicon): { bare: string; code: string } {
  const [bare, code]: [string[], string[]] = [[], []];
  const ends = new EndFinder(whole);
  let done = 0;
  openings.lastIndex = 0;
  for (let match = openings.exec(whole); match !== null; match = openings.exec(whole)) {
    const [opening] = match;
    const enclosure = enclosures[opening];
    const inside = match.index + opening.length;
    const end = enclosure === undefined ? endOfPattern(whole, match.index) : ends.after(inside, enclosure);
    if (end === undefined) continue;
    const before = whole.slice(done, match.index);
    if (enclosure?.comment === true) {
      const blank = spaces(whole.slice(match.index, end.next));
      bare.push(before, blank);
      code.push(before, blank);
    } else {
      bare.push(whole.slice(done, end.next));
      code.push(before, opening, spaces(whole.slice(inside, end.from)), whole.slice(end.from, end.next));
    }
    done = end.next;
    openings.lastIndex = done;
  }
  const rest = whole.slice(done);
  return { bare: bare.join('') + rest, code: code.join('') + rest };
}

const spaces = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Where something ends: its end stands from `from` up to `next`. */
interface End {
  readonly from: number;
  readonly next: number;
}

/** Finds ends, and remembers which are not to be found any more: many openings without an end cost no more than one. */
class EndFinder {
  readonly #whole: string;
  readonly #missing = new Set<string>();

  constructor(whole: string) {
    this.#whole = whole;
  }

  after(start: number, { end, across, escapes }: Enclosure): End {
    const lineEnd = this.#lineEnd(start);
    if (end === '\n') return { from: lineEnd, next: lineEnd };
    const onLine = this.#find(end, start, lineEnd, escapes === true);
    if (onLine !== undefined) return { from: onLine, next: onLine + end.length };
    if (across && !this.#missing.has(end)) {
      const later = this.#find(end, lineEnd, this.#whole.length, escapes === true);
      if (later !== undefined) return { from: later, next: later + end.length };
      this.#missing.add(end);
    }
    return { from: lineEnd, next: lineEnd };
  }

  #lineEnd(start: number): number {
    const at = this.#whole.indexOf('\n', start);
    return at === -1 ? this.#whole.length : at;
  }

  #find(end: string, start: number, limit: number, escapes: boolean): number | undefined {
    for (let at = start; at < limit; at++) {
      if (escapes && this.#whole[at] === '\\') at++;
      else if (this.#whole.startsWith(end, at)) return at;
    }
    return undefined;
  }
}

/** Where the regular expression that may begin at `start` ends; undefined for a division. */
function endOfPattern(whole: string, start: number): End | undefined {
  const before = whole.slice(Math.max(0, start - 20), start).trimEnd();
  if (!/(?:^|[(,=:[!&|?{};+~^<>*%-]|\b(?:return|typeof|case|in|of|do|else|yield|await|void))$/.test(before)) {
    return undefined;
  }
  let inClass = false;
  for (let at = start + 1; at < whole.length; at++) {
    const char = whole[at];
    if (char === '\n') return undefined;
    if (char === '\\') at++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return { from: at, next: at + 1 };
  }
  return undefined;
}
