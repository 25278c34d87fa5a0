import { type BlockKey, blocksOf, pathOf } from './cursor/blockKeys.ts';
import { entriesAfter } from './cursor/flow.ts';

/** The keys of the map at a path, in block or flow style, of a text that need not be YAML yet. */
export function idsIn(text: string, path: readonly string[]): readonly string[] {
  const { keys } = blocksOf(text).blocks;
  const key = keys.find((each) => isAt(each, path));
  if (key && !key.rest.startsWith('{')) return keys.filter((each) => each.parent === key).map((each) => each.key);
  const flow = writtenIn(text, keys, path);
  return flow?.startsWith('{') ? entriesAfter(flow.slice(1)).map((entry) => entry.key) : [];
}

/**
 * What is written after the key at a path, without its quotes; in block style what stands on its line. Of entries of lists
 * the first. Undefined where there is no such key.
 */
export function writtenAt(text: string, path: readonly string[]): string | undefined {
  const written = writtenIn(text, blocksOf(text).blocks.keys, path);
  return written?.replace(/^(["'])(.*)\1$/s, '$2').replace(/\s+#.*$/, '');
}

const isAt = (key: BlockKey, path: readonly string[]): boolean => pathOf(key).join('.') === path.join('.');

function writtenIn(text: string, keys: readonly BlockKey[], path: readonly string[]): string | undefined {
  const key = keys.find((each) => isAt(each, path));
  if (key) return key.rest.startsWith('{') ? text.slice(key.restAt) : key.rest;
  // `on: { manual: { inputs: { … } } }`: the last key of block style holds the rest in braces.
  const outer = keys.findLast((each) => each.rest.startsWith('{') && isAt(each, path.slice(0, pathOf(each).length)));
  if (!outer) return undefined;
  let written: string | undefined = text.slice(outer.restAt);
  for (const step of path.slice(pathOf(outer).length)) {
    if (!written?.startsWith('{')) return undefined;
    written = entriesAfter(written.slice(1)).find((entry) => entry.key === step)?.value;
  }
  return written;
}

/** The ids of the checks of a text that need not be YAML yet. */
export const checkIds = (text: string): readonly string[] => idsIn(text, ['checks']);
