import type { CodeUnit } from '../../comprehension/codeReading.ts';
import type { LineSpan } from '../../model/reviewOutline.ts';
import { flatParts, ownersOfLines } from '../../review/flatParts.ts';
import type { NamedPart } from '../../review/namedParts.ts';
import { bodyOf } from './bodies.ts';

/** A body without its place. */
export type Body = Pick<CodeUnit, 'name' | 'body' | 'size'>;

/** Lines that are not blank, with the blanks in them squeezed. */
const textLines = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.trim().replace(/\s+/g, ' ')).filter((line) => line !== '');

/** The units of a text by its parts, where there are no tokens: by their lines. What is outside of all has the empty name. */
export function unitsByLines(text: string, parts: readonly NamedPart[]): readonly CodeUnit[] {
  const lines = text.split('\n');
  const flat = flatParts(parts);
  const owners = ownersOfLines(flat, lines.length);
  const own = [...flat, undefined].map((): string[] => []);
  for (const [index, line] of lines.entries()) own.at(owners[index + 1] ?? -1)?.push(line);
  const whole = { key: '', lines: { first: 1, count: lines.length } };
  return own.flatMap((inside, index): readonly CodeUnit[] => {
    const { key, lines: span } = flat[index] ?? whole;
    const said = textLines(inside);
    return said.length === 0 ? [] : [{ name: key, lines: span, body: bodyOf(said), size: said.length }];
  });
}

/** The body of some lines of a text. */
export function bodyOfLines(text: string, { first, count }: LineSpan): Omit<Body, 'name'> {
  const said = textLines(text.split('\n').slice(first - 1, first - 1 + count));
  return { body: bodyOf(said), size: said.length };
}
