import type { Piece } from '../../model/reviewOutline.ts';
import { plainLine } from '../plainText.ts';
import { type Fact, factOf } from '../runs/row.ts';
import type { Ability } from '../viewTable.ts';
import { authorName } from './authorName.ts';
import type { Rows } from './changeRow.ts';

/** `+3 −1`; what is no lines is said as what it is. */
export function sizeWords(pieces: readonly Piece[]): string {
  const lines = pieces.filter(({ kind }) => kind === 'lines');
  const added = lines.reduce((sum, { head }) => sum + head.count, 0);
  const removed = lines.reduce((sum, { base }) => sum + base.count, 0);
  const others = pieces.some(({ kind }) => kind === 'mode') ? ['executable or not'] : [];
  return [...(lines.length === 0 ? [] : [`+${added} −${removed}`]), ...others].join(' · ');
}

/** What tells a piece apart: moved, blanks alone, taken out. */
export function noteWords({ out }: Rows, { id, note, other }: Piece): readonly string[] {
  const decision = out.get(id);
  const why = decision?.why === undefined ? '' : `: ${plainLine(decision.why, 60)}`;
  return [...(decision === undefined ? [] : [`taken out${why}`]), ...movedWords(note, other)];
}

function movedWords(note: Piece['note'], other: Piece['other']): readonly string[] {
  if (note === 'format') return ['blanks only'];
  if (note !== 'moved') return [];
  return [other === undefined ? 'moved' : `moved, see ${plainLine(other.path)}:${other.line}`];
}

/** Of several pieces, how many are taken out. */
export function outWords({ out }: Rows, pieces: readonly Piece[]): string {
  const count = pieces.filter(({ id }) => out.has(id)).length;
  if (count === 0) return '';
  return count === pieces.length ? 'taken out' : `${count} of ${pieces.length} pieces taken out`;
}

/** Who took it out, and why. */
export function outFacts({ out }: Rows, { id }: Piece): readonly Fact[] {
  const decision = out.get(id);
  if (decision === undefined) return [];
  return [{ name: 'Taken out by', text: authorName(decision.by) }, ...factOf('Why', decision.why)];
}

/** What can be done with pieces now, for the menus. */
export function abilitiesOf({ isOpen, out }: Rows, pieces: readonly Piece[]): readonly Ability[] {
  if (!isOpen) return [];
  const canTakeOut = pieces.some(({ id }) => !out.has(id));
  const canKeep = pieces.some(({ id }) => out.has(id));
  return [...(canTakeOut ? (['takeOut'] as const) : []), ...(canKeep ? (['keep'] as const) : [])];
}
