import { createHash } from 'node:crypto';
import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { flatParts, ownersOfLines } from '../../review/flatParts.ts';
import type { NamedPart } from '../../review/namedParts.ts';
import type { CanonicalToken } from './canonicalTokens.ts';

/** Names a body: 128 bits of SHA-256 over its tokens, as hex. */
export const bodyOf = (tokens: readonly string[]): string =>
  createHash('sha256').update(tokens.join('\0')).digest('hex').slice(0, 32);

/**
 * The units of a text, as the outline names them: what is in a smaller part of it belongs to that one alone. What stands
 * outside every part is the unit with the empty name, where `withRest`.
 */
export function unitsOf(
  text: string,
  parts: readonly NamedPart[],
  tokens: readonly CanonicalToken[],
  withRest = false,
): readonly CodeUnit[] {
  const lines = text.split('\n');
  const flat = flatParts(parts);
  const owners = ownersOfLines(flat, lines.length);
  const own = flat.map(() => ({ tokens: [] as string[], size: 0 }));
  const rest = { tokens: [] as string[], size: 0 };
  const ownerOf = (line: number) => own[owners[line] ?? -1] ?? rest;
  for (const token of tokens) ownerOf(token.line).tokens.push(token.text);
  for (const [index, line] of lines.entries()) if (line.trim() !== '') ownerOf(index + 1).size += 1;
  const named = flat.flatMap(({ key, lines: span }, index): CodeUnit[] => {
    const { tokens: inside = [], size = 0 } = own[index] ?? {};
    return size === 0 ? [] : [{ name: key, lines: span, body: bodyOf(inside), size }];
  });
  if (!withRest || rest.size === 0) return named;
  return [...named, { name: '', lines: { first: 1, count: lines.length }, body: bodyOf(rest.tokens), size: rest.size }];
}
