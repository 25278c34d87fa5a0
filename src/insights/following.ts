import { type Fate, followedMs, mostOfFate } from '../model/fate.ts';
import type { Landing } from './landings.ts';
import { type LineDiff, standingLines, tookAway } from './standingLines.ts';

/** A step of the target branch; `TargetCommit` of src/git is one. */
export interface TargetStep {
  readonly commit: string;
  readonly at: number;
  readonly author: string;
  readonly files: readonly { readonly path: string; readonly from?: string }[];
}

/** Which commits have to be compared to know what stands of a landing. */
export interface Look {
  /** The target as it is, or as it was when the days of following ended; absent where the target has no commit any more. */
  readonly tip: string | undefined;
  /** Whether the landing is a step of the target: history may have been written anew. */
  readonly isThere: boolean;
  /** Later steps that touch its files, newest first. */
  readonly touching: readonly TargetStep[];
  /** Its files, by all the names they have had since. */
  readonly paths: readonly string[];
}

/** Steps whose lines are compared; of more than these the newest count. */
const mostTouching = 50;

/** @param history the steps of the target, newest first, at least as far back as the landing */
export function lookAt({ commit, landedAt, files }: Landing, history: readonly TargetStep[]): Look {
  const at = history.findIndex((step) => step.commit === commit);
  const isThere = at !== -1;
  const later = isThere ? history.slice(0, at) : history.filter((step) => step.at >= landedAt);
  const inTime = later.filter((step) => step.at <= landedAt + followedMs);
  const paths = new Set(files);
  for (const step of inTime.toReversed()) {
    for (const { from, path } of step.files) if (from !== undefined && paths.has(from)) paths.add(path);
  }
  const touching = inTime.filter((step) =>
    step.files.some(({ path, from }) => paths.has(path) || (from !== undefined && paths.has(from))),
  );
  return {
    tip: inTime[0]?.commit ?? (isThere ? commit : history[0]?.commit),
    isThere,
    touching: touching.slice(0, mostTouching),
    paths: [...paths],
  };
}

/** The lines of commits, as they were asked for. */
export interface Compared {
  readonly own: readonly LineDiff[];
  readonly sinceThen: readonly LineDiff[];
  readonly of: (step: string) => readonly LineDiff[];
}

/** What stands of a landing, and who took the rest away. */
export function standsOf({ touching }: Look, { own, sinceThen, of }: Compared): Pick<Fate, 'stands' | 'changedBy'> {
  const { added, lost } = standingLines(own, sinceThen);
  if (added === 0) return { stands: null, changedBy: [] };
  const by = lost.length === 0 ? [] : touching.filter(({ commit }) => tookAway(of(commit), lost));
  return {
    stands: 1 - lost.length / added,
    changedBy: by.slice(0, mostOfFate).map(({ commit, author, at }) => ({ commit, author: author.slice(0, 200), at })),
  };
}

/** The revert of a landing, where there is one within the days that it is followed. */
export function revertOf(
  { commit, landedAt }: Landing,
  reverts: ReadonlyMap<string, string>,
  history: readonly TargetStep[],
): Fate['reverted'] {
  const by = reverts.get(commit);
  if (by === undefined) return undefined;
  const at = history.find((step) => step.commit === by)?.at;
  if (at === undefined) return { by };
  return at > landedAt + followedMs ? undefined : { by, at };
}
