import type { Path } from '../reading.ts';
import { type BlockKey, type BlockKeys, blocksOf, isBlockScalar, parentAt, pathOf } from './blockKeys.ts';
import { flowPlace, keysAfter } from './flow.ts';

/** The word under the cursor, which a completion replaces. */
interface Word {
  readonly start: number;
  readonly end: number;
}

export type Quote = '"' | "'";

/** What can be written at an offset. */
export type Cursor =
  | (Word & {
      readonly kind: 'key';
      /** The map that the key is for. */
      readonly path: Path;
      /** Keys that the map has already. */
      readonly present: readonly string[];
      readonly flow: boolean;
      /** True where a colon follows, so that only the key itself is replaced. */
      readonly hasValue: boolean;
    })
  | (Word & {
      readonly kind: 'value';
      readonly path: Path;
      /** The colon stands right before the cursor, so a space is missing. */
      readonly needsSpace: boolean;
      readonly flow: boolean;
      /** The quote that the value begins with; the word is what stands after it. */
      readonly quote?: Quote;
      /** Where the whole value begins, after its quote. */
      readonly from: number;
      /** True in a text of several lines (`|`, `>`). */
      readonly inText: boolean;
    })
  | (Word & {
      /** A word that begins an entry of a list: a value, or a key where the entries are maps. */
      readonly kind: 'entry';
      readonly path: Path;
      readonly present: readonly string[];
    })
  | { readonly kind: 'none' };

const none: Cursor = { kind: 'none' };

/** Finds out by lines and brackets what an offset is for, in whatever state the text is. */
export function cursorAt(text: string, offset: number): Cursor {
  const { lines, blocks } = blocksOf(text);
  const line = lines.lineAt(offset);
  const lineStart = lines.startOf(line);
  const prefix = text.slice(lineStart, offset);
  const { owner, inside } = blocks.lines[line] ?? {};
  if (inside === 'scalar') return owner ? inText(text, owner, offset) : none;
  if (/(^|\s)#/.test(prefix.replace(/"[^"]*"|'[^']*'/g, ''))) return none;
  if (inside === 'flow') return owner ? inFlow(text, offset, owner) : none;
  const own = blocks.keys.find((key) => key.line === line && key.restAt <= offset);
  if (own && /^[[{]/.test(own.rest)) return inFlow(text, offset, own);
  if (own) return scalarAt(text, pathOf(own), own.restAt, offset, false);
  return inBlock(text, prefix, lineStart, offset, line, blocks, owner);
}

/** What follows the cursor of the word that it is in. */
const restOfWord = (text: string, offset: number, form: RegExp): number =>
  form.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;

const endOfKey = (text: string, offset: number): number => offset + restOfWord(text, offset, /^[\w-]*/);

const hasColon = (text: string, end: number): boolean => /^[ \t]*:(\s|$)/.test(text.slice(end, end + 20));

function inText(text: string, key: BlockKey, offset: number): Cursor {
  const typed = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const end = offset + restOfWord(text, offset, /^[\w-]*/);
  // The line of the key holds the sign of the block alone.
  const newline = text.indexOf('\n', key.restAt);
  const from = newline === -1 ? offset : Math.min(newline + 1, offset);
  const place = { start: offset - typed.length, end, from };
  return { kind: 'value', path: pathOf(key), ...place, needsSpace: false, flow: false, inText: true };
}

/** A value on the line of its key, or in brackets, from where it begins. */
function scalarAt(text: string, path: Path, from: number, offset: number, flow: boolean): Cursor {
  const needsSpace = text[offset - 1] === ':' && from === offset;
  const [first = ''] = text.slice(from, offset);
  const start = Math.min(from, offset);
  if (first === '"' || first === "'") {
    const end = offset + restOfWord(text, offset, first === '"' ? /^[^"\r\n]*(?=")/ : /^[^'\r\n]*(?=')/);
    const place = { start: start + 1, end, from: start + 1 };
    return { kind: 'value', path, ...place, needsSpace, flow, quote: first, inText: false };
  }
  const end = offset + restOfWord(text, offset, flow ? /^[^\s#,{}[\]"']*/ : /^[^\s#"']*/);
  return { kind: 'value', path, start, end, from: start, needsSpace, flow, inText: false };
}

function inFlow(text: string, offset: number, key: BlockKey): Cursor {
  const place = flowPlace(text.slice(key.restAt, offset));
  if (!place) return none;
  const path = [...pathOf(key), ...place.path];
  const start = key.restAt + place.wordAt;
  if (place.kind === 'value') return scalarAt(text, path, start, offset, true);
  const end = endOfKey(text, offset);
  const present = [...place.keys, ...keysAfter(text.slice(end))];
  return { kind: 'key', path, start, end, present, flow: true, hasValue: hasColon(text, end) };
}

function inBlock(
  text: string,
  prefix: string,
  lineStart: number,
  offset: number,
  line: number,
  blocks: BlockKeys,
  open: BlockKey | undefined,
): Cursor {
  const entry = /^( *)- +(.*)$/.exec(prefix);
  if (entry) return afterDash(text, entry[1] ?? '', entry[2] ?? '', offset, line, blocks, open);
  const word = /^( *)([\w-]*)$/.exec(prefix);
  // A lone dash begins an entry, or a text that begins with one.
  if (!word || word[2] === '-') return none;
  const column = (word[1] ?? '').length;
  const parent = parentAt(open, column);
  // Deeper than a key that has its value on the line: nothing belongs here.
  if (parent && parent.rest !== '' && !parent.rest.startsWith('#') && !isBlockScalar(parent)) return none;
  const all = blocks.keys.filter((key) => key.line !== line && key.parent === parent);
  const siblings = entryOf(all, line);
  const level = siblings[0]?.column;
  if (level !== undefined && level !== column) return none;
  const end = endOfKey(text, offset);
  const isInEntry = siblings.some(({ inEntry, line: at }) => inEntry && at < line);
  return {
    kind: 'key',
    path: isInEntry ? [...pathOf(parent), 0] : pathOf(parent),
    start: lineStart + column,
    end,
    present: siblings.map((key) => key.key),
    flow: false,
    hasValue: hasColon(text, end),
  };
}

function afterDash(
  text: string,
  spaces: string,
  word: string,
  offset: number,
  line: number,
  blocks: BlockKeys,
  open: BlockKey | undefined,
): Cursor {
  const parent = parentAt(open, spaces.length + 1);
  const end = endOfKey(text, offset);
  const start = offset - word.length;
  const path = [...pathOf(parent), 0];
  if (word.startsWith('{') || word.startsWith('[')) return inEntryFlow(text, start, offset, path);
  if (!/^[\w-]*$/.test(word)) return scalarAt(text, path, start, offset, false);
  const present = keysOfEntry(blocks, parent, line);
  if (!hasColon(text, end)) return { kind: 'entry', path, start, end, present };
  return { kind: 'key', path, start, end, present, flow: false, hasValue: true };
}

/** `- { cron: `: brackets that begin an entry. */
function inEntryFlow(text: string, start: number, offset: number, path: Path): Cursor {
  const place = flowPlace(text.slice(start, offset));
  if (!place) return none;
  const below = [...path, ...place.path];
  if (place.kind === 'value') return scalarAt(text, below, start + place.wordAt, offset, true);
  const end = endOfKey(text, offset);
  const present = [...place.keys, ...keysAfter(text.slice(end))];
  const hasValue = hasColon(text, end);
  return { kind: 'key', path: below, start: start + place.wordAt, end, present, flow: true, hasValue };
}

/** The keys below the line that a list's entry begins on. */
function keysOfEntry(blocks: BlockKeys, parent: BlockKey | undefined, line: number): readonly string[] {
  const below = blocks.keys.filter((key) => key.parent === parent && key.line > line);
  const next = below.findIndex(({ begins }) => begins);
  return (next === -1 ? below : below.slice(0, next)).map(({ key }) => key);
}

/** Of the keys of a list's entries those of the entry that a line is in; all of them where there is no list. */
function entryOf(siblings: readonly BlockKey[], line: number): readonly BlockKey[] {
  const first = siblings.findLastIndex((key) => key.begins && key.line < line);
  const next = siblings.findIndex((key) => key.begins && key.line > line);
  return siblings.slice(Math.max(0, first), next === -1 ? undefined : next);
}
