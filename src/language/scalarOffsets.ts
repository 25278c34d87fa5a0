import type { Scalar } from 'yaml';

/**
 * Offset in the text of each character of a scalar's value (and of its end), through quotes, escapes, folding and the
 * indentation of block scalars. `map[i]` belongs to `value[i]`.
 */
export function scalarOffsets(text: string, scalar: Scalar): readonly number[] {
  const value = String(scalar.value ?? '');
  const [start, end] = scalar.range ?? [0, 0];
  if (scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE') {
    return align(text, value, start + 1, end, scalar.type);
  }
  if (scalar.type !== 'BLOCK_LITERAL' && scalar.type !== 'BLOCK_FOLDED') return align(text, value, start, end, 'PLAIN');
  const body = text.indexOf('\n', start) + 1;
  const content = body === 0 ? end : body;
  const written = /^(?:[ \t]*\r?\n)*( *)/.exec(text.slice(content, end))?.[1]?.length ?? 0;
  // After a digit in the header (`|2`) the value itself begins with spaces.
  const own = /^\n*( *)/.exec(value)?.[1]?.length ?? 0;
  return align(text, value, content, end, scalar.type, Math.max(0, written - own));
}

function align(text: string, value: string, start: number, end: number, type: string, indent = 0): readonly number[] {
  const offsets: number[] = [];
  let at = skipIndent(text, start, end, indent);
  for (let index = 0; index < value.length; index++) {
    at = seek(text, at, end, value[index] ?? '', type);
    offsets.push(Math.min(at, end));
    at += width(text, at, type);
    if (text[at - 1] === '\n') at = indent > 0 ? skipIndent(text, at, end, indent) : skipSpace(text, at, end);
  }
  offsets.push(Math.min(at, end));
  return offsets;
}

/** The next place that can be the character; what YAML drops in between is skipped. */
function seek(text: string, from: number, end: number, character: string, type: string): number {
  for (let at = from; at < end; at++) {
    const here = text[at] ?? '';
    if (here === character) return at;
    if (type === 'QUOTE_DOUBLE' && here === '\\' && !/[\r\n]/.test(text[at + 1] ?? '')) return at;
    if (character === ' ' && (here === '\n' || here === '\t')) return at;
  }
  return end;
}

function width(text: string, at: number, type: string): number {
  if (type === 'QUOTE_SINGLE' && text.startsWith("''", at)) return 2;
  if (type !== 'QUOTE_DOUBLE' || text[at] !== '\\') return 1;
  const escapes: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };
  return escapes[text[at + 1] ?? ''] ?? 2;
}

function skipIndent(text: string, from: number, end: number, indent: number): number {
  let at = from;
  while (at < end && at - from < indent && text[at] === ' ') at++;
  return at;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}
