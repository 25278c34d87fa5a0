import { isMap, isScalar, isSeq } from 'yaml';
import { idKindOf } from './idKinds.ts';

const most = 60;

/** What matters most of what an author named: the keys of it whose values are shown. */
const telling = {
  check: ['run'],
  metric: ['run'],
  connector: ['mcp'],
  gate: ['before', 'when'],
  input: ['type', 'default'],
} as const;

/** A value in a few words, for the outline: the text itself, a list's texts, of a map what matters most of it. */
export function symbolDetail(path: readonly string[], node: unknown): string {
  if (isScalar(node)) return oneLine(String(node.value ?? ''));
  if (isSeq(node)) return oneLine(node.items.flatMap((item) => (isScalar(item) ? String(item.value) : [])).join(', '));
  if (!isMap(node)) return '';
  const values = tellingKeys(path).flatMap((key) => {
    const value: unknown = node.get(key);
    return value === undefined || value === null || typeof value === 'object' ? [] : String(value);
  });
  return oneLine(values.join(', '));
}

function tellingKeys(path: readonly string[]): readonly string[] {
  const kind = idKindOf(path);
  if (kind) return telling[kind];
  if (path.length === 2 && path[0] === 'roles') return ['agent', 'run', 'model'];
  return path.join() === 'goal' ? ['until'] : [];
}

function oneLine(text: string): string {
  const [line = ''] = text.split('\n');
  const isCut = line.length > most || line.length < text.trimEnd().length;
  return isCut ? `${line.slice(0, most)}…` : line;
}
