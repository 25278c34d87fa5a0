import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text of exactly so many columns of a terminal: cut with `…`, or filled with spaces. Wide characters count two. */
export function fitted(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const shown = stringWidth(text) <= columns ? text : cutTo(text, columns);
  const space = ' '.repeat(Math.max(0, columns - stringWidth(shown)));
  return side === 'left' ? shown + space : space + shown;
}

function cutTo(text: string, columns: number): string {
  if (columns <= 0) return '';
  let shown = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text.slice(0, columns * 16))) {
    width += stringWidth(segment);
    if (width > columns - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}
