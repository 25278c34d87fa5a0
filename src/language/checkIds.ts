import { type BlockKey, blockKeys, pathOf } from './cursor/blockKeys.ts';
import { keysAfter } from './cursor/flow.ts';
import { LineIndex } from './lineIndex.ts';

/** The keys of the map at a path, in block or flow style, of a text that need not be YAML yet. */
export function idsIn(text: string, path: readonly string[]): readonly string[] {
  const { keys } = blockKeys(new LineIndex(text));
  const key = keys.find((each) => isAt(each, path));
  if (key?.rest.startsWith('{')) return keysAfter(text.slice(key.restAt + 1));
  if (key) return keys.filter((each) => each.parent === key).map((each) => each.key);
  // `on: { manual: { inputs: { … } } }`: the last key of block style holds the rest in braces.
  const outer = keys.findLast((each) => each.rest.startsWith('{') && isAt(each, path.slice(0, pathOf(each).length)));
  return outer ? idsInFlow(text.slice(outer.restAt), path.slice(pathOf(outer).length)) : [];
}

const isAt = (key: BlockKey, path: readonly string[]): boolean => pathOf(key).join('.') === path.join('.');

function idsInFlow(text: string, path: readonly string[]): readonly string[] {
  let rest = text;
  for (const step of path) {
    const found = new RegExp(`[{,]\\s*${step}\\s*:\\s*\\{`).exec(rest);
    if (!found) return [];
    rest = rest.slice(found.index + found[0].length - 1);
  }
  return keysAfter(rest.slice(1));
}

/** The ids of the checks of a text that need not be YAML yet. */
export const checkIds = (text: string): readonly string[] => idsIn(text, ['checks']);
