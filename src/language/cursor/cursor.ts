import { LineIndex } from '../lineIndex.ts';
import type { Path } from '../reading.ts';
import { type BlockKey, type BlockKeys, blockKeys, isBlockScalar, parentAt, pathOf } from './blockKeys.ts';
import { flowPlace, keysAfter } from './flow.ts';

/** What can be written at an offset. `start` is where the word under the cursor begins. */
export type Cursor =
  | {
      readonly kind: 'key';
      /** The map that the key is for. */
      readonly path: Path;
      readonly start: number;
      /** Keys that the map has already. */
      readonly present: readonly string[];
      readonly flow: boolean;
    }
  | {
      readonly kind: 'value';
      readonly path: Path;
      readonly start: number;
      /** The colon stands right before the cursor, so a space is missing. */
      readonly needsSpace: boolean;
    }
  | {
      /** A word that begins an entry of a list: a value, or a key where the entries are maps. */
      readonly kind: 'entry';
      readonly path: Path;
      readonly start: number;
      readonly present: readonly string[];
    }
  | { readonly kind: 'none' };

const none: Cursor = { kind: 'none' };

/** Finds out by lines and brackets what an offset is for, in whatever state the text is. */
export function cursorAt(text: string, offset: number): Cursor {
  const lines = new LineIndex(text);
  const line = lines.lineAt(offset);
  const lineStart = lines.startOf(line);
  const prefix = text.slice(lineStart, offset);
  const blocks = blockKeys(lines);
  const { owner, inside } = blocks.lines[line] ?? {};
  if (inside === 'scalar') return owner ? valueAfter(text, owner, offset, wordStart(text, offset)) : none;
  if (/(^|\s)#/.test(prefix.replace(/"[^"]*"|'[^']*'/g, ''))) return none;
  if (inside === 'flow') return owner ? inFlow(text, offset, owner) : none;
  const own = blocks.keys.find((key) => key.line === line && key.restAt <= offset);
  if (own && /^[[{]/.test(own.rest)) return inFlow(text, offset, own);
  if (own) return valueAfter(text, own, offset, own.restAt);
  return inBlock(prefix, lineStart, offset, line, blocks, owner);
}

function valueAfter(text: string, key: BlockKey, offset: number, start: number): Cursor {
  const needsSpace = start === key.restAt && text[offset - 1] === ':';
  return { kind: 'value', path: pathOf(key), start: Math.min(start, offset), needsSpace };
}

const wordStart = (text: string, offset: number): number =>
  offset - (/[\w.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0);

function inFlow(text: string, offset: number, key: BlockKey): Cursor {
  const place = flowPlace(text.slice(key.restAt, offset));
  if (!place) return none;
  const path = [...pathOf(key), ...place.path];
  const start = key.restAt + place.wordAt;
  if (place.kind === 'value') return { kind: 'value', path, start, needsSpace: text[offset - 1] === ':' };
  const present = [...place.keys, ...keysAfter(text.slice(offset))];
  return { kind: 'key', path, start, present, flow: true };
}

function inBlock(
  prefix: string,
  lineStart: number,
  offset: number,
  line: number,
  blocks: BlockKeys,
  open: BlockKey | undefined,
): Cursor {
  const entry = /^( *)- +(.*)$/.exec(prefix);
  if (entry) {
    const parent = parentAt(open, (entry[1] ?? '').length + 1);
    if (/^[\w-]*$/.test(entry[2] ?? '')) return inEntry(entry[2] ?? '', offset, parent, line, blocks);
    return { kind: 'value', path: [...pathOf(parent), 0], start: offset - (entry[2] ?? '').length, needsSpace: false };
  }
  const word = /^( *)([\w-]*)$/.exec(prefix);
  if (!word) return none;
  const column = (word[1] ?? '').length;
  const parent = parentAt(open, column);
  // Deeper than a key that has its value on the line: nothing belongs here.
  if (parent && parent.rest !== '' && !parent.rest.startsWith('#') && !isBlockScalar(parent)) return none;
  const siblings = entryOf(
    blocks.keys.filter((key) => key.line !== line && key.parent === parent),
    line,
  );
  const level = siblings[0]?.column;
  if (level !== undefined && level !== column) return none;
  const present = siblings.map((key) => key.key);
  return { kind: 'key', path: pathOf(parent), start: lineStart + column, present, flow: false };
}

/** `- cr`: the first key of an entry, or an entry that is one word. */
function inEntry(word: string, offset: number, parent: BlockKey | undefined, line: number, blocks: BlockKeys): Cursor {
  const below = blocks.keys.filter((key) => key.parent === parent && key.line > line);
  const next = below.findIndex(({ begins }) => begins);
  const present = (next === -1 ? below : below.slice(0, next)).map(({ key }) => key);
  return { kind: 'entry', path: [...pathOf(parent), 0], start: offset - word.length, present };
}

/** Of the keys of a list's entries those of the entry that a line is in; all of them where there is no list. */
function entryOf(siblings: readonly BlockKey[], line: number): readonly BlockKey[] {
  const first = siblings.findLastIndex((key) => key.begins && key.line < line);
  const next = siblings.findIndex((key) => key.begins && key.line > line);
  return siblings.slice(Math.max(0, first), next === -1 ? undefined : next);
}
