import type { RowOf } from '../../model/ledger.ts';
import type { LineOrigin } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import { readerOf } from './readerOf.ts';

/** What a reader has written of a unit, with the name of their folder. */
export interface WrittenBy {
  readonly reader: string;
  readonly row: Omit<RowOf<'written'>, 'v'>;
}

/**
 * Who wrote how much of the units of a file by hand while the change was reviewed. Shares of whole units: what was there before
 * the change, and what the loop wrote, is not by hand.
 */
export function writtenRows(
  file: ReviewOutline['files'][number],
  origins: readonly LineOrigin[],
  at: number,
): readonly WrittenBy[] {
  return file.units.flatMap(({ id, head, landed }) => {
    if (head === undefined || landed === undefined || head.count === 0) return [];
    const lines = new Map<string, number>();
    for (const { head: span, by } of origins) {
      if (by === undefined) continue;
      const first = Math.max(span.first, head.first);
      const end = Math.min(span.first + span.count, head.first + head.count);
      const email = /<([^<>]*)>$/.exec(by)?.[1];
      if (end > first && email !== undefined) lines.set(email, (lines.get(email) ?? 0) + end - first);
    }
    return [...lines].map(
      ([email, count]): WrittenBy => ({
        reader: readerOf(email),
        row: { row: 'written', at, unit: id, body: landed.body, share: Math.min(1, count / head.count) },
      }),
    );
  });
}
