import { isMap, isScalar, isSeq } from 'yaml';
import type { Range } from '../model/problem.ts';
import { guard } from './guard.ts';
import { idKindOf } from './idKinds.ts';
import type { IdKind } from './problem.ts';
import { keyText, nodeSpan, type Reading, read, type Span } from './reading.ts';
import { symbolDetail } from './symbolDetail.ts';

/** One entry of the outline. */
export interface LoopSymbol {
  /** Never empty. */
  readonly name: string;
  /** The value, or what matters most of it: of a check its command, of a role its agent. */
  readonly detail: string;
  readonly kind: IdKind | 'role' | 'entry' | 'field' | 'group';
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly LoopSymbol[];
}

/** Deeper levels are details that an outline leaves out. */
const maxLevels = 4;

/** The outline of a loop file; as much of it as can be read. */
export function symbolsOf(text: string): readonly LoopSymbol[] {
  if (!guard(text).safe) return [];
  const reading = read(text, []);
  return below(reading, reading.document.contents, []);
}

function below(reading: Reading, node: unknown, path: readonly string[]): readonly LoopSymbol[] {
  if (path.length >= maxLevels) return [];
  if (isSeq(node)) return node.items.flatMap((item) => entrySymbol(reading, item) ?? []);
  if (!isMap(node)) return [];
  return node.items.flatMap((pair): readonly LoopSymbol[] => {
    const key = nodeSpan(pair.key);
    const name = keyText(pair);
    if (!key || name.trim() === '') return [];
    const at = [...path, name];
    const children = below(reading, pair.value, at);
    return [
      {
        name,
        detail: symbolDetail(at, pair.value),
        kind: kindOf(at, children.length > 0),
        range: rangeOf(reading, key, nodeSpan(pair.value)),
        selection: reading.lines.rangeOf(key.start, key.end),
        children,
      },
    ];
  });
}

function kindOf(path: readonly string[], hasChildren: boolean): LoopSymbol['kind'] {
  if (path.length === 2 && path[0] === 'roles') return 'role';
  return idKindOf(path) ?? (hasChildren ? 'group' : 'field');
}

/** A map in a list has no name; its first value tells it from the others. */
function entrySymbol(reading: Reading, item: unknown): LoopSymbol | undefined {
  const span = nodeSpan(item);
  const [first, ...rest] = isMap(item) ? item.items : [];
  const key = nodeSpan(first?.key);
  if (!first || !span || !key || !isScalar(first.value)) return undefined;
  const value = String(first.value.value ?? '');
  const detail = rest.map((pair) => symbolDetail([], pair.value)).filter((text) => text !== '');
  return {
    name: `${keyText(first)}: ${value}`,
    detail: detail.join(', '),
    kind: 'entry',
    range: rangeOf(reading, key, span),
    selection: reading.lines.rangeOf(key.start, key.end),
    children: [],
  };
}

/** From a key to the end of its value, without the empty lines below a block. */
function rangeOf({ text, lines }: Reading, key: Span, value: Span | undefined): Range {
  const end = value ? value.start + text.slice(value.start, value.end).trimEnd().length : 0;
  return lines.rangeOf(key.start, Math.max(key.end, end));
}
