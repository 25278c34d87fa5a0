/** Where a place inside brackets is: the keys and positions on the way down, and what is being written there. */
export interface FlowPlace {
  readonly path: readonly (string | number)[];
  /** A key of a map, or a value: of a key or in a list. */
  readonly kind: 'key' | 'value';
  /** Start of the word being written, from the start of the text given. */
  readonly wordAt: number;
  /** Keys of the innermost map written before this place. */
  readonly keys: readonly string[];
}

interface Frame {
  readonly isMap: boolean;
  readonly keys: string[];
  key: string | undefined;
  index: number;
  wordAt: number;
}

/** Reads `{ a: [b, { c: ` from its first bracket to its end. Undefined when every bracket is closed again. */
export function flowPlace(text: string): FlowPlace | undefined {
  const frames: Frame[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (isQuote(text, at)) at = endOfQuoted(text, at);
    else step(frames, character, text, at);
  }
  const top = frames.at(-1);
  if (!top) return undefined;
  const kind = top.isMap && top.key === undefined ? 'key' : 'value';
  const path = frames.flatMap((frame) => (frame.isMap ? (frame.key ?? []) : frame.index));
  const wordAt = top.wordAt + (/^\s*/.exec(text.slice(top.wordAt))?.[0].length ?? 0);
  return { path, kind, wordAt, keys: top.keys };
}

function step(frames: Frame[], character: string, text: string, at: number): void {
  const top = frames.at(-1);
  if (character === '{' || character === '[') {
    frames.push({ isMap: character === '{', keys: [], key: undefined, index: 0, wordAt: at + 1 });
  } else if (character === '}' || character === ']') frames.pop();
  else if (top && character === ',') {
    top.key = undefined;
    top.index += 1;
    top.wordAt = at + 1;
  } else if (top?.isMap && character === ':' && top.key === undefined && /^[\s,}\]]?$/.test(text[at + 1] ?? '')) {
    top.key = text
      .slice(top.wordAt, at)
      .trim()
      .replace(/^["']|["']$/g, '');
    top.keys.push(top.key);
    top.wordAt = at + 1;
  }
}

/** One entry of a map in braces. */
export interface FlowEntry {
  readonly key: string;
  /** What is written after the colon, trimmed. */
  readonly value: string;
}

/** Keys that follow in the same map, up to its closing bracket. */
export const keysAfter = (text: string): readonly string[] => entriesAfter(text).map(({ key }) => key);

/** The entries that follow in the same map, up to its closing bracket. Linear in the text. */
export function entriesAfter(text: string): readonly FlowEntry[] {
  return partsOf(text).flatMap((part) => {
    const match = entryForm.exec(part);
    if (!match) return [];
    const [, double, single, plain = ''] = match;
    return [{ key: double ?? single ?? plain, value: part.slice(match[0].length).trim() }];
  });
}

/** What stands between the commas of a map, up to its closing bracket. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let at = 0;
  for (; at < text.length && depth >= 0; at++) {
    const character = text[at] ?? '';
    if (isQuote(text, at)) at = endOfQuoted(text, at);
    else if (/[{[]/.test(character)) depth += 1;
    else if (/[}\]]/.test(character)) depth -= 1;
    else if (depth === 0 && character === ',') {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from, depth < 0 ? at - 1 : at)];
}

const entryForm = /^\s*(?:"([\w.-]+)"|'([\w.-]+)'|([\w.-]+))\s*:(?=\s|$|["'{[])/;

/** A quote where a key or a value begins; one inside a word is an apostrophe. */
const isQuote = (text: string, at: number): boolean =>
  (text[at] === '"' || text[at] === "'") && /^$|[{[,:\s]/.test(text[at - 1] ?? '');

/** Offset of the quote that closes a text; the end where nothing does. */
function endOfQuoted(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}
