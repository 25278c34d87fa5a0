import { createHash } from 'node:crypto';
import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { type FlatPart, ownersOfLines } from '../../review/flatParts.ts';
import { type CanonicalToken, tokenTexts } from './canonicalTokens.ts';

/** Names a body: 128 bits of SHA-256 over its tokens, as hex. */
export const bodyOf = (tokens: readonly string[]): string =>
  createHash('sha256').update(tokens.join('\0')).digest('hex').slice(0, 32);

/**
 * The units of a text, as the outline names them: what is in a smaller part of it belongs to that one alone. The last one, with
 * the empty name, is what stands outside every part.
 */
export function unitsOf(
  text: string,
  parts: readonly FlatPart[],
  tokens: readonly CanonicalToken[],
): readonly CodeUnit[] {
  const lines = text.split('\n');
  const owners = ownersOfLines(parts, lines.length);
  const own = [...parts, undefined].map(() => ({ tokens: [] as CanonicalToken[], size: 0 }));
  const ownerOf = (line: number) => own.at(owners[line] ?? -1);
  for (const token of tokens) ownerOf(token.line)?.tokens.push(token);
  for (const [index, line] of lines.entries()) {
    const owner = ownerOf(index + 1);
    if (owner !== undefined && line.trim() !== '') owner.size += 1;
  }
  const whole = { key: '', lines: { first: 1, count: lines.length } };
  return own.flatMap(({ tokens: inside, size }, index): readonly CodeUnit[] => {
    const { key, lines: span } = parts[index] ?? whole;
    return size === 0 ? [] : [{ name: key, lines: span, body: bodyOf(tokenTexts(inside)), size }];
  });
}
