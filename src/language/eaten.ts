import type { Eaten, Spot } from './problem.ts';

/** A value in double quotes, as YAML reads it back; single quotes where that needs no escapes. */
export function quote(value: string): string {
  if (!/[\\"\n\r\t]/.test(value)) return `"${value}"`;
  if (!/[\n\r\t]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}

const entry = /^(?<before>\s*(?:- +)*(?:[\w.-]+|"[^"]*"):[ \t]+|\s*(?:- +)+)(?<value>\S.*)$/;

/**
 * The problem that the value on the line of `offset` must be quoted, when that line is a plain `key: value` or list
 * entry; its range is the whole value.
 */
export function eatenAt(text: string, offset: number, how: Eaten): Spot | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const line = text.slice(start, newline === -1 ? text.length : newline);
  const groups = entry.exec(line.trimEnd())?.groups;
  const before = groups?.['before'];
  const value = groups?.['value'];
  if (before === undefined || value === undefined || /^[|>"']/.test(value)) return undefined;
  const from = start + before.length;
  const isInside = /^[[{][^\]}]*$/.test(text.slice(from, offset));
  if (isInside && how !== 'bracket') return entryAt(text, offset, how);
  return { code: 'LW104', start: from, end: from + value.length, data: { how, quoted: quote(value) } };
}

/** Inside brackets the value is one entry: up to the next comma or bracket. */
function entryAt(text: string, offset: number, how: Eaten): Spot {
  const value = (/^[^,\]}\r\n]*/.exec(text.slice(offset, offset + 1024))?.[0] ?? '').trimEnd();
  return { code: 'LW104', start: offset, end: offset + value.length, data: { how, quoted: quote(value) } };
}
