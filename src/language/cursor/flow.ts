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
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      if (close === -1) break;
      at = close;
    } else step(frames, character, text, at);
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
  } else if (top?.isMap && character === ':' && top.key === undefined && /[\s,}]|$/.test(text[at + 1] ?? '')) {
    top.key = text
      .slice(top.wordAt, at)
      .trim()
      .replace(/^["']|["']$/g, '');
    top.keys.push(top.key);
    top.wordAt = at + 1;
  }
}

/** Keys that follow in the same map, up to its closing bracket. */
export function keysAfter(text: string): readonly string[] {
  const end = closing(text);
  const flat = text.slice(0, end).replace(/\{[^{}]*\}|\[[^[\]]*\]/g, '');
  return [...flat.matchAll(/(?:^|,)\s*([\w-]+)\s*:/g)].map((match) => match[1] ?? '');
}

function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' || text[at] === '[') depth += 1;
    if (text[at] === '}' || text[at] === ']') depth -= 1;
    if (depth < 0) return at;
  }
  return text.length;
}
