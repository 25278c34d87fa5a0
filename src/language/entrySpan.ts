import { isMap, isPair, visit, type YAMLMap } from 'yaml';
import { nodeSpan, type Reading, type Span } from './reading.ts';

/**
 * What to cut so that the entry whose key starts at an offset is gone and the rest is as it was: whole lines of a block,
 * the entry with one comma in braces. Undefined where there is no such entry, or it is the only one of its map.
 */
export function entrySpan({ document, text }: Reading, keyStart: number): Span | undefined {
  let found: Span | undefined;
  visit(document, {
    Pair(_, pair, ancestors) {
      const key = nodeSpan(pair.key);
      if (key?.start !== keyStart) return undefined;
      const map = ancestors.at(-1);
      if (isMap(map) && map.items.length > 1) found = cutOf(text, map, map.items.indexOf(pair));
      return visit.BREAK;
    },
  });
  return found;
}

function cutOf(text: string, map: YAMLMap, index: number): Span | undefined {
  const entries = map.items.map((pair) =>
    isPair(pair) ? { key: nodeSpan(pair.key), value: nodeSpan(pair.value) } : {},
  );
  const { key, value } = entries[index] ?? {};
  if (!key) return undefined;
  const end = Math.max(value?.end ?? 0, key.end);
  const next = entries[index + 1]?.key?.start;
  const before = entries[index - 1];
  if (map.flow === true) {
    if (next !== undefined) return { start: key.start, end: next };
    return { start: Math.max(before?.value?.end ?? 0, before?.key?.end ?? 0), end };
  }
  const line = text.lastIndexOf('\n', key.start - 1) + 1;
  // The first entry of a map in a list stands behind its dash.
  if (text.slice(line, key.start).trim() !== '')
    return next === undefined ? undefined : { start: key.start, end: next };
  const newline = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  return { start: line, end: newline < 0 ? text.length : newline + 1 };
}
