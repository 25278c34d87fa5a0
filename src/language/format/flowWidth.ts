import type { CST } from 'yaml';

/** How wide a value in brackets is on one line, spaced as we write it; undefined where it cannot stand on one line. */
export function flowWidth(token: CST.Token | null | undefined): number | undefined {
  if (!token) return 0;
  if (token.type === 'flow-collection') return collectionWidth(token);
  if (!('source' in token) || token.source.includes('\n') || hasComment('end' in token ? token.end : []))
    return undefined;
  return token.source.length;
}

function collectionWidth({ start, items, end }: CST.FlowCollection): number | undefined {
  const pad = start.source === '{' ? 2 : 0;
  const closing = end.findIndex(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
  if (hasComment(end.slice(0, closing))) return undefined;
  let width = 2 + pad;
  for (const item of items) {
    const between = [...(item.start ?? []), ...(item.sep ?? [])];
    if (hasComment(between)) return undefined;
    const key = flowWidth(item.key);
    const value = flowWidth(item.value);
    if (key === undefined || value === undefined) return undefined;
    width += key + value + (item.sep ? 2 : 0) + (between.some(({ type }) => type === 'comma') ? 2 : 0);
  }
  return width;
}

const hasComment = (tokens: readonly CST.SourceToken[] | undefined): boolean =>
  tokens?.some(({ type }) => type === 'comment' || type === 'newline') ?? false;
