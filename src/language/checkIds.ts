import { blockKeys, pathOf } from './cursor/blockKeys.ts';
import { keysAfter } from './cursor/flow.ts';
import { LineIndex } from './lineIndex.ts';

/** The ids of the checks of a text that need not be YAML yet. */
export function checkIds(text: string): readonly string[] {
  const { keys } = blockKeys(new LineIndex(text));
  const checks = keys.find((key) => key.column === 0 && key.key === 'checks');
  if (!checks) return [];
  if (checks.rest.startsWith('{')) return keysAfter(text.slice(checks.restAt + 1));
  return keys.filter((key) => key.parent === checks && pathOf(key).length === 2).map((key) => key.key);
}
