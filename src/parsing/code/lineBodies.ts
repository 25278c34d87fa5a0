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

/** Places that are looked at for one run of lines. */
const mostPlaces = 200;

/**
 * Those of some runs of lines that still stand in a text as they were. In a text in which nothing has a name that is all that
 * can be told of them: each is named by one of its lines (src/review/lineClusters.ts), so it is looked for around those.
 */
export function runsThatStand(text: string, runs: readonly Body[]): readonly CodeUnit[] {
  const lines = text.split('\n').flatMap((line, index) => {
    const [said] = textLines([line]);
    return said === undefined ? [] : [{ said, line: index + 1 }];
  });
  return runs.flatMap((run): readonly CodeUnit[] => {
    for (const at of placesOf(run, lines)) {
      const inside = lines.slice(at, at + run.size);
      if (bodyOf(inside.map(({ said }) => said)) !== run.body) continue;
      const [first = 1, last = 1] = [inside[0]?.line, inside.at(-1)?.line];
      return [{ ...run, lines: { first, count: last - first + 1 } }];
    }
    return [];
  });
}

/** Where a run may begin, likeliest first: with the line that it is named by, else before it. */
function placesOf({ name, size }: Body, lines: readonly { readonly said: string }[]): readonly number[] {
  const named = name.replace(/~\d+$/, '');
  const isNamed = (said: string): boolean =>
    said === name || said === named || (named.endsWith('…') && said.startsWith(named.slice(0, -1)));
  const at = lines.flatMap(({ said }, index) => (isNamed(said) ? [index] : []));
  const before = Array.from({ length: size }, (_, back) => at.map((index) => index - back)).flat();
  return [...new Set(before)].filter((index) => index >= 0 && index + size <= lines.length).slice(0, mostPlaces);
}
