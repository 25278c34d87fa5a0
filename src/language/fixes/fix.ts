import type { Problem, ProblemCode } from '../problem.ts';
import type { Path, Reading, Span } from '../reading.ts';
import type { TextEdit } from '../textEdit.ts';

export type { TextEdit };

/** A change that solves a problem, with its title for the menu. The ranges of its edits do not overlap. */
export interface QuickFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether it is what the author meant, or changes nothing that the loop does: such fixes may be made all at once. */
  readonly isPreferred: boolean;
}

/** Where a problem is in its text. */
export interface Site {
  readonly reading: Reading;
  /** Offsets of the problem. */
  readonly at: Span;
  /** What stands there. */
  readonly written: string;
}

/** A problem that knows something of its case, and where it is. */
export type Known<D> = Site & { readonly problem: { readonly data: D } };

/** A problem of one kind. */
export type Broken<C extends ProblemCode> = Site & { readonly problem: Extract<Problem, { readonly code: C }> };

/** The safe ways to solve one kind of problem; empty where a person has to think. */
export type Fixer<C extends ProblemCode> = (broken: Broken<C>) => readonly QuickFix[];

/** A span with what is to stand there. */
export type Change = Span & { readonly newText: string };

/** One fix of some changes; none where a change cannot be made. */
export function fix(
  { reading }: Pick<Site, 'reading'>,
  title: string,
  changes: readonly (Change | undefined)[],
  isPreferred = true,
): readonly QuickFix[] {
  const edits = changes.flatMap((change) =>
    change === undefined ? [] : { range: reading.lines.rangeOf(change.start, change.end), newText: change.newText },
  );
  return edits.length < changes.length || edits.length === 0 ? [] : [{ title, edits, isPreferred }];
}

/** Writes something else in place of what the problem points at. */
export function replace(
  site: Site,
  newText: string,
  title = `Change to ${newText}`,
  isPreferred = true,
): readonly QuickFix[] {
  return fix(site, title, [{ ...site.at, newText }], isPreferred);
}

/** The same as `replace`, for a name that stands in quotes, as in `checks["tests"]`, or does not. */
export function rename(site: Site, name: string): readonly QuickFix[] {
  const quoted = /^\\?["']/.exec(site.written)?.[0] ?? '';
  return replace(site, quoted + name + quoted, `Change to ${name}`);
}

/** A path of the loop file, as messages write it: no id has a dot. */
export const pathOf = (field: string): Path => field.split('.');
