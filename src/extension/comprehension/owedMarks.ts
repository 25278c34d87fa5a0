import type { Debt, OwedUnit } from '../../model/debt.ts';
import { linesWords } from '../understanding/debtRows.ts';

/** How a file is marked for which lines are owed. */
export interface FileMark {
  /** At most two characters, as VS Code takes it. */
  readonly badge: string;
  readonly tooltip: string;
}

/** A unit that is marked at its first line, from 1. */
export interface UnitMark {
  readonly line: number;
  /** Plain text. */
  readonly words: string;
}

const mostInBadge = 99;

/** The mark of each file of a repository for which lines are owed, by its path. */
export function fileMarks({ units }: Pick<Debt, 'units'>): ReadonlyMap<string, FileMark> {
  const owed = new Map<string, number>();
  for (const unit of units) owed.set(unit.path, (owed.get(unit.path) ?? 0) + unit.owed);
  return new Map([...owed].filter(([, lines]) => lines > 0).map(([path, lines]) => [path, markOf(lines)]));
}

const markOf = (lines: number): FileMark => ({
  badge: String(Math.min(mostInBadge, Math.max(1, Math.round(lines)))),
  tooltip: `You owe ${linesWords(lines)} here: a loop wrote them, and you have not shown to understand them.`,
});

/** The marks in one file. */
export const unitMarks = (units: readonly OwedUnit[], path: string): readonly UnitMark[] =>
  units.flatMap(({ path: of, line, owed, why }) =>
    of === path && line !== undefined && owed > 0 ? [{ line, words: `You owe ${linesWords(owed)}. ${why}` }] : [],
  );
