import { isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { entrySpan } from '../entrySpan.ts';
import { nodeSpan, type Path, placeAt, type Reading, type Span } from '../reading.ts';
import type { Change } from './fix.ts';

/** Takes out the entry whose key starts at an offset; undefined where it is the only one of its map. */
export function deletion(reading: Reading, keyStart: number): Change | undefined {
  const span = entrySpan(reading, keyStart);
  return span && { ...span, newText: '' };
}

/** Takes out the entry at a path, with the maps around it that would be left empty. */
export function deletionUp(reading: Reading, path: Path): Change | undefined {
  for (let length = path.length; length > 0; length--) {
    const key = placeAt(reading, path.slice(0, length))?.key;
    const change = key && deletion(reading, key.start);
    if (change) return change;
  }
  return undefined;
}

/** Takes out the entry whose value starts at an offset. */
export function deletionOfValue(reading: Reading, valueStart: number): Change | undefined {
  const key = keyOfValue(reading.document.contents, valueStart);
  return key && deletion(reading, key.start);
}

function keyOfValue(node: unknown, offset: number): Span | undefined {
  for (const pair of isMap(node) ? node.items : []) {
    const span = nodeSpan(pair.value);
    if (span?.start === offset) return nodeSpan(pair.key);
    if (span && span.start < offset && offset < span.end) return keyOfValue(pair.value, offset);
  }
  const inside = isSeq(node) ? node.items.find((item) => holds(nodeSpan(item), offset)) : undefined;
  return inside === undefined ? undefined : keyOfValue(inside, offset);
}

const holds = (span: Span | undefined, offset: number): boolean =>
  span !== undefined && span.start <= offset && offset < span.end;

/** Takes an entry out of a list; undefined where it is the only one. */
export function deletionOfItem(reading: Reading, start: number): Change | undefined {
  const { text } = reading;
  const list = listAround(reading.document.contents, start);
  const index = list?.items.findIndex((item) => nodeSpan(item)?.start === start) ?? -1;
  const here = nodeSpan(list?.items[index]);
  if (!list || !here || list.items.length < 2) return undefined;
  if (list.flow) {
    const next = nodeSpan(list.items[index + 1]);
    const before = nodeSpan(list.items[index - 1]);
    return next ? { start, end: next.start, newText: '' } : { start: before?.end ?? start, end: here.end, newText: '' };
  }
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', here.end - 1);
  const isAlone = /^\s*-\s*$/.test(text.slice(line, start));
  return isAlone ? { start: line, end: newline < 0 ? text.length : newline + 1, newText: '' } : undefined;
}

function listAround(
  node: unknown,
  offset: number,
): { readonly items: readonly unknown[]; readonly flow: boolean } | undefined {
  const inside = (each: unknown) => (holds(nodeSpan(each), offset) ? listAround(each, offset) : undefined);
  if (isMap(node)) return node.items.map(({ value }) => inside(value)).find((found) => found !== undefined);
  if (!isSeq(node)) return undefined;
  if (node.items.some((item) => nodeSpan(item)?.start === offset))
    return { items: node.items, flow: node.flow === true };
  return node.items.map(inside).find((found) => found !== undefined);
}

/**
 * Adds an entry at the end of the map at a path, in the style that the map is written in. `lines` after the first are
 * indented as they stand, from the key. Undefined where there is no map.
 */
export function addition(reading: Reading, path: Path, lines: readonly [string, ...string[]]): Change | undefined {
  const { text } = reading;
  const node = path.length === 0 ? reading.document.contents : placeAt(reading, path)?.node;
  if (!isMap(node)) return undefined;
  const last = node.items.at(-1);
  if (node.flow === true) return lines.length > 1 ? undefined : inFlow(reading, node, last, lines[0]);
  const key = nodeSpan(node.items[0]?.key);
  if (!last || !key) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', key.start - 1) + 1, key.start);
  if (indent.trim() !== '') return undefined;
  const at = lineEnd(text, endOf(last));
  const isOpen = at > 0 && text[at - 1] !== '\n';
  const added = lines.map((line) => `${indent}${line}\n`).join('');
  return { start: at, end: at, newText: isOpen ? `\n${added}` : added };
}

function inFlow({ text }: Reading, node: YAMLMap, last: Pair | undefined, line: string): Change | undefined {
  const span = nodeSpan(node);
  if (!span || text[span.end - 1] !== '}') return undefined;
  if (!last) return { start: span.start, end: span.end, newText: `{ ${line} }` };
  const end = endOf(last);
  return { start: end, end, newText: `, ${line}` };
}

const endOf = ({ key, value }: Pair): number =>
  Math.max(nodeSpan(key)?.end ?? 0, nodeSpan(value as Node | null)?.end ?? 0);

/** The start of the next line, unless the offset is the start of one. */
function lineEnd(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** Adds a top-level entry at the end of the file. */
export function appended({ text }: Reading, line: string): Change | undefined {
  const [key = ''] = line.split(':');
  if (new RegExp(`^${key}[ \\t]*:`, 'm').test(text)) return undefined;
  const start = text === '' || text.endsWith('\n') ? '' : '\n';
  return { start: text.length, end: text.length, newText: `${start}${line}\n` };
}
