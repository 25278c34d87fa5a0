import { bytesText } from '../../model/bytesText.ts';
import type { WorktreeRow } from '../../model/worktreeRow.ts';
import { inert } from './inert.ts';
import { type Paint, plain } from './paint.ts';
import { statusText } from './statusText.ts';
import { table } from './table.ts';
import { agoText } from './timeText.ts';

/** Three lines a worktree: what it is for and how it stands, where it is, and why it is kept. */
export function worktreesText(rows: readonly WorktreeRow[], now: number, paint: Paint): readonly string[] {
  const heads = table(
    rows.map((row) => {
      const name = inert(row.key === '' || row.item === 'default' ? row.loop : `${row.loop}: ${row.key}`);
      return [
        { text: row.run },
        { text: name, shown: paint.bold(name) },
        { text: statusText(row.status, plain), shown: statusText(row.status, paint) },
        { text: dirtyText(row.dirty) },
        { text: row.bytes === null ? 'size unknown' : bytesText(row.bytes) },
        { text: '', shown: paint.dim(agoText(row.createdAt, now)) },
      ];
    }),
    new Set([4]),
  );
  return rows.flatMap(({ path, holds }, index) => [
    heads[index] ?? '',
    `  ${paint.dim(inert(path))}`,
    `  ${inert(holds ?? `Nothing would be lost: \`loopwright clean ${rows[index]?.run}\` gives it back.`)}`,
  ]);
}

function dirtyText(dirty: number | null): string {
  if (dirty === null) return 'not readable';
  if (dirty === 0) return 'clean';
  return dirty === 1 ? '1 file uncommitted' : `${dirty} files uncommitted`;
}
