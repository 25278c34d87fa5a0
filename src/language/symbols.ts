import { isMap, isScalar } from 'yaml';
import type { Range } from '../model/problem.ts';
import { guard } from './guard.ts';
import { idKindOf } from './idKinds.ts';
import type { IdKind } from './problem.ts';
import { keyText, nodeSpan, type Reading, read } from './reading.ts';

/** One entry of the outline. */
export interface LoopSymbol {
  readonly name: string;
  /** The value, where it is short. */
  readonly detail: string;
  readonly kind: IdKind | 'field' | 'group';
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly LoopSymbol[];
}

/** Deeper levels are details that an outline leaves out. */
const maxLevels = 4;
const maxDetail = 60;

/** The outline of a loop file; as much of it as can be read. */
export function symbolsOf(text: string): readonly LoopSymbol[] {
  if (!guard(text).safe) return [];
  const reading = read(text, []);
  return below(reading, reading.document.contents, []);
}

function below(reading: Reading, node: unknown, path: readonly string[]): readonly LoopSymbol[] {
  if (!isMap(node) || path.length >= maxLevels) return [];
  return node.items.flatMap((pair): readonly LoopSymbol[] => {
    const key = nodeSpan(pair.key);
    if (!key || key.end === key.start) return [];
    const name = keyText(pair);
    const end = Math.max(key.end, nodeSpan(pair.value)?.end ?? key.end);
    const children = below(reading, pair.value, [...path, name]);
    const value = isScalar(pair.value) ? String(pair.value.value ?? '') : '';
    const detail =
      value.length > maxDetail || value.includes('\n') ? `${value.slice(0, maxDetail).split('\n')[0]}…` : value;
    return [
      {
        name,
        detail,
        kind: idKindOf([...path, name]) ?? (children.length > 0 ? 'group' : 'field'),
        range: reading.lines.rangeOf(key.start, end),
        selection: reading.lines.rangeOf(key.start, key.end),
        children,
      },
    ];
  });
}
