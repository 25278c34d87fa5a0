import { type Intervals, overlaps, union } from './intervals.ts';

/** The parts of a source map that are used (https://tc39.es/ecma426/). */
export interface SourceMapData {
  readonly sources: readonly string[];
  readonly mappings: string;
  readonly sourceRoot?: string;
}

/** One mapped position; lines and columns count from 0. */
export interface Mapping {
  readonly line: number;
  readonly column: number;
  readonly source: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of one base64 VLQ segment. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2);
    [value, shift] = [0, 0];
  }
  return numbers;
}

/** The mapped positions in the order of the generated text. */
export function decodeMappings(mappings: string): Mapping[] {
  const decoded: Mapping[] = [];
  let [source, sourceLine, sourceColumn] = [0, 0, 0];
  for (const [line, segments] of mappings.split(';').entries()) {
    let column = 0;
    for (const segment of segments.split(',')) {
      const numbers = numbersOf(segment);
      column += numbers[0] ?? 0;
      if (numbers.length < 4) continue;
      source += numbers[1] ?? 0;
      sourceLine += numbers[2] ?? 0;
      sourceColumn += numbers[3] ?? 0;
      decoded.push({ line, column, source, sourceLine, sourceColumn });
    }
  }
  return decoded;
}

function lineStarts(lineLengths: readonly number[]): number[] {
  const starts = [0];
  for (const length of lineLengths) starts.push((starts.at(-1) ?? 0) + length + 1);
  return starts;
}

/**
 * What ran of one source, given what ran of the generated text: a mapped stretch that ran stands for the text up to
 * the next mapped position of that source.
 */
export function mapBack(
  covered: Intervals,
  lineLengths: readonly number[],
  mappings: readonly Mapping[],
  source: number,
  text: string,
): Intervals {
  const generated = lineStarts(lineLengths);
  const original = lineStarts(text.split('\n').map((line) => line.length));
  const offsets = mappings.map(({ line, column }) => (generated[line] ?? 0) + column);
  const positions = mappings
    .map((mapping, index) => ({
      source: mapping.source,
      from: offsets[index] ?? 0,
      until: offsets[index + 1] ?? Number.POSITIVE_INFINITY,
      to: (original[mapping.sourceLine] ?? text.length) + mapping.sourceColumn,
    }))
    .filter((position) => position.source === source)
    .sort((a, b) => a.to - b.to);
  const ran: [number, number][] = [];
  for (const [index, { from, until, to }] of positions.entries()) {
    const next = positions.find((position, other) => other > index && position.to > to)?.to ?? text.length;
    if (overlaps(covered, from, until)) ran.push([to, next]);
  }
  return union([ran]);
}
