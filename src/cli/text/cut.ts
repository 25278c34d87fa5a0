import { inertLines } from './inert.ts';

/** The beginning of a line, with `…` where some of it is left out. Counts what people see as one character as one. */
export function cut(text: string, most: number): string {
  const characters = [...graphemes.segment(text.slice(0, most * 16))];
  if (characters.length <= most && text.length <= most * 16) return text;
  return `${characters
    .slice(0, most - 1)
    .map(({ segment }) => segment)
    .join('')}…`;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first line of somebody's text that says something, safe to print ({@link inertLines}), cut. */
export const firstLine = (text: string, most: number): string =>
  cut(
    inertLines(text)
      .find((line) => line.trim() !== '')
      ?.trim() ?? '',
    most,
  );
