import { LineIndex } from '../lineIndex.ts';

/** A `key:` line of block style, as far as lines tell; the text need not be YAML. */
export interface BlockKey {
  readonly key: string;
  readonly line: number;
  readonly column: number;
  readonly parent: BlockKey | undefined;
  /** True where the key begins an entry of a list (`- key:`). */
  readonly begins: boolean;
  /** True where the key belongs to an entry of a list. */
  readonly inEntry: boolean;
  /** What stands after the colon on the line, trimmed. */
  readonly rest: string;
  /** Offset of what stands after the colon. */
  readonly restAt: number;
}

/** What a line belongs to. */
export interface BlockLine {
  /** The innermost key that is open when the line begins. */
  readonly owner: BlockKey | undefined;
  /** Set where the line is content of a block scalar or of a bracket that is still open. */
  readonly inside: 'scalar' | 'flow' | undefined;
}

export interface BlockKeys {
  readonly keys: readonly BlockKey[];
  readonly lines: readonly BlockLine[];
}

const keyLine = /^( *)((?:- +)*)("[^"]*"|'[^']*'|[\w.-]+):(?:([ \t]+)(.*))?$/;

let last: { readonly text: string; readonly lines: LineIndex; readonly blocks: BlockKeys } | undefined;

/** The lines of a text and the keys on them; the last text is remembered, because one request asks several times. */
export function blocksOf(text: string): { readonly lines: LineIndex; readonly blocks: BlockKeys } {
  if (last?.text !== text) {
    const lines = new LineIndex(text);
    last = { text, lines, blocks: blockKeys(lines) };
  }
  return last;
}

/** Finds keys and nesting by indentation alone, so that it works in half-written files. Linear in the text. */
function blockKeys(lines: LineIndex): BlockKeys {
  const keys: BlockKey[] = [];
  const found: BlockLine[] = [];
  let open: BlockKey | undefined;
  let brackets = 0;
  for (let line = 0; line < lines.lineCount; line++) {
    const text = lines.line(line);
    const indent = text.length - text.trimStart().length;
    const isBlank = text.trim() === '';
    const inScalar = open !== undefined && isBlockScalar(open) && (isBlank || indent > open.column);
    found.push({ owner: open, inside: inScalar ? 'scalar' : brackets > 0 ? 'flow' : undefined });
    if (inScalar || isBlank || text.trimStart().startsWith('#')) continue;
    if (brackets > 0) {
      brackets = Math.max(0, brackets + bracketBalance(text));
      continue;
    }
    const key = parseKey(text, line, lines.startOf(line), open);
    if (!key) continue;
    open = key;
    brackets = /^[[{]/.test(key.rest) ? Math.max(0, bracketBalance(key.rest)) : 0;
    keys.push(key);
  }
  return { keys, lines: found };
}

/** The key that a child at this column would belong to. */
export function parentAt(open: BlockKey | undefined, column: number): BlockKey | undefined {
  let parent = open;
  while (parent && parent.column >= column) parent = parent.parent;
  return parent;
}

/** The path of a key; 0 stands for the entry of a list, whichever it is. */
export function pathOf(key: BlockKey | undefined): readonly (string | number)[] {
  return key ? [...pathOf(key.parent), ...(key.inEntry ? [0] : []), key.key] : [];
}

export const isBlockScalar = (key: BlockKey): boolean => /^[|>][-+\d]*(\s+#.*)?$/.test(key.rest);

function parseKey(text: string, line: number, lineStart: number, open: BlockKey | undefined): BlockKey | undefined {
  const match = keyLine.exec(text);
  if (!match) return undefined;
  const [, spaces = '', dashes = '', key = '', gap = '', rest = ''] = match;
  const column = spaces.length + dashes.length;
  const restAt = lineStart + column + key.length + 1 + gap.length;
  const name = key.replace(/^["']|["']$/g, '');
  const begins = dashes !== '';
  // A dash stands left of its key, at the column of the key that owns the list or right of it.
  const parent = begins ? parentAt(open, spaces.length + 1) : parentAt(open, column);
  const inEntry = begins || (siblingAt(open, column)?.inEntry ?? false);
  return { key: name, line, column, parent, begins, inEntry, rest: rest.trim(), restAt };
}

/** The key before this place that stands at the same column of the same map. */
function siblingAt(open: BlockKey | undefined, column: number): BlockKey | undefined {
  let sibling = open;
  while (sibling && sibling.column > column) sibling = sibling.parent;
  return sibling?.column === column ? sibling : undefined;
}

/** Opened minus closed brackets of a line, quotes and comments aside. */
export function bracketBalance(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').replace(/(^|\s)#.*$/, '');
  return (bare.match(/[[{]/g)?.length ?? 0) - (bare.match(/[\]}]/g)?.length ?? 0);
}
