import type { JournalRow } from '../../src/protocol/runPageView.ts';

/** Rows above and below what is seen, so that scrolling shows no gap. */
const spare = 20;

interface Seen {
  /** How far it was scrolled, in pixels. */
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Which rows are drawn, of `count`: from `first`, `last` not among them. */
export function windowOf(
  { top, height, rowHeight }: Seen,
  count: number,
): { readonly first: number; readonly last: number } {
  const most = Math.ceil(height / rowHeight) + 2 * spare;
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - spare, count - most));
  return { first, last: Math.min(count, first + most) };
}

/** The rows in which every word of a text stands somewhere, whatever its case. */
export function matching(rows: readonly JournalRow[], text: string): readonly JournalRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(({ event, step, detail }) => {
    const said = `${event} ${step} ${detail}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}
