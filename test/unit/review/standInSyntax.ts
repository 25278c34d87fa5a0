import { createHash } from 'node:crypto';
import type { Digest } from '../../../src/review/digest.ts';
import { linesOf } from '../../../src/review/hunks.ts';
import type { NamedPart, Syntax } from '../../../src/review/namedParts.ts';

export const digest: Digest = (parts) => createHash('sha256').update(parts.join('\0'), 'latin1').digest('hex');

/**
 * A language of its own: `fn name` begins a function, `class name` a class with functions that are indented; each ends with
 * a line `end` as far in as it begins. Parses both sides.
 */
export const standInSyntax: Syntax = {
  partsOf: (path, { base, head }) =>
    path.endsWith('.toy')
      ? { head: partsIn(linesOf(head ?? ''), 1, ''), base: partsIn(linesOf(base ?? ''), 1, '') }
      : undefined,
};

function partsIn(lines: readonly string[], firstLine: number, indent: string): NamedPart[] {
  const parts: NamedPart[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, keyword, name = ''] = new RegExp(`^${indent}(fn|class) (\\w+)`).exec(lines[at] ?? '') ?? [];
    if (keyword === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && line === `${indent}end`);
    const last = end < 0 ? lines.length - 1 : end;
    parts.push({
      name,
      joint: '.',
      kind: keyword === 'class' ? 'class' : indent === '' ? 'function' : 'method',
      lines: { first: firstLine + at, count: last - at + 1 },
      signature: (lines[at] ?? '').trim(),
      parts: keyword === 'class' ? partsIn(lines.slice(at + 1, last), firstLine + at + 1, `${indent}  `) : [],
    });
    at = last;
  }
  return parts;
}
