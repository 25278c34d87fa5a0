import type { Atom, Level } from './atom.ts';

/** More empty lines in a row than this are taken out. */
const maxEmptyLines = 1;

/**
 * The white space that belongs between two atoms where `now` stands; `following` is the next atom that is no comment, which
 * a comment is indented with. `column` is where the next atom stands now.
 */
export function gapBetween(
  before: Atom | undefined,
  next: Atom,
  { now, following, column }: { readonly now: string; readonly following: Atom | undefined; readonly column: Column },
): string {
  const breaks = now.match(/\r?\n/g) ?? [];
  if (before === undefined) return spaces(next, following, column);
  // The first line of a body is the one below its header, with the white space that it has.
  if (next.kind === 'body') return breaks[0] ?? '';
  if (next.lead?.breaks === true || (breaks.length > 0 && next.lead === undefined)) {
    const kept = breaks.length === 0 ? [column.newline] : breaks.slice(0, 1 + maxEmptyLines);
    return kept.join('') + spaces(next, following, column) + (next.lead?.dash === true ? '- ' : '');
  }
  if (next.lead) return next.lead.dash ? ' - ' : ' ';
  return inLine(before, next, now);
}

/** Where atoms stand in the text. */
export interface Column {
  readonly of: (atom: Atom) => number;
  readonly newline: string;
}

const spaces = (next: Atom, following: Atom | undefined, column: Column): string =>
  ' '.repeat(next.kind === 'comment' ? commentColumn(next, following, column) : next.column);

function inLine(before: Atom, next: Atom, now: string): string {
  if (next.kind === 'comment') return now;
  if (next.kind === 'colon') return '';
  if (before.kind === 'colon' || before.kind === 'dash' || before.kind === 'mark') return ' ';
  if (next.kind === 'comma') return '';
  if (next.kind === 'close') return before.kind === 'open' || next.bracket === '[' ? '' : ' ';
  if (before.kind === 'open') return before.bracket === '[' ? '' : ' ';
  return ' ';
}

/**
 * A comment stands with what it stands with now: with the next entry, else with an open map or list of its column, else
 * with the innermost one left of it.
 */
function commentColumn(comment: Atom, following: Atom | undefined, column: Column): number {
  const now = column.of(comment);
  if (comment.inFlow) return comment.column;
  if (following && column.of(following) === now) return following.column;
  const open = levels(comment.level);
  const same = open.findLast((level) => level.old === now);
  if (same) return Math.max(0, same.new);
  if (following && column.of(following) > (open[0]?.old ?? 0)) return following.column;
  return Math.max(0, open.find((level) => level.old < now)?.new ?? 0);
}

/** From the innermost outwards. */
const levels = (level: Level | undefined): readonly Level[] => (level ? [level, ...levels(level.outer)] : []);
