import type { Triggers } from '../model/loop/triggers.ts';
import { matchesAny } from './globs.ts';

/** Never looked at: git's own files and installed packages. */
export const isIgnoredPath = (path: string): boolean => /(^|\/)(\.git|node_modules)(\/|$)/.test(path);

/** Those of the changed paths (from the top, with `/`) that the loop watches. */
export function matchesFiles(
  { paths }: Pick<NonNullable<Triggers['files']>, 'paths'>,
  changed: readonly string[],
): readonly string[] {
  const isWatched = matchesAny(paths);
  return changed.filter((path) => !isIgnoredPath(path) && isWatched(path));
}

/** `500ms`, `30s`, `5m` in milliseconds. */
export function debounceMs(text: string): number {
  const [, number = '0', unit = 'ms'] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  return Number(number) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 1);
}

/** Paths that changed and when it is quiet again; times in epoch milliseconds. */
export interface Unsettled {
  readonly since: number;
  readonly quietAt: number;
  /** The first ones, at most {@link mostPaths}. */
  readonly paths: readonly string[];
}

const mostPaths = 1000;

/** The state after more paths changed: it waits anew. */
export function changedAgain(
  before: Unsettled | undefined,
  { paths, now, quietMs }: { readonly paths: readonly string[]; readonly now: number; readonly quietMs: number },
): Unsettled | undefined {
  if (paths.length === 0) return before;
  const all = [...new Set([...(before?.paths ?? []), ...paths])].slice(0, mostPaths);
  return { since: before?.since ?? now, quietAt: now + quietMs, paths: all };
}

/** Whether it has been quiet for long enough. A clock that was put back does not keep it waiting for longer than it asks. */
export function isQuiet(
  { quietAt }: Unsettled,
  { now, quietMs }: { readonly now: number; readonly quietMs: number },
): boolean {
  return now >= quietAt || quietAt - now > quietMs;
}

/** A landing of a loop in the checkout: its files change with it. */
export interface OwnLanding {
  readonly loop: string;
  readonly paths: readonly string[];
  readonly at: number;
}

/** How long after a landing a change of its files is taken for the landing's own. */
const landingMs = 15_000;

/** What is left of the changed paths without those that the loop itself landed just now. */
export function notOwn(
  unsettled: Pick<Unsettled, 'since' | 'paths'>,
  loop: string,
  landings: readonly OwnLanding[],
): readonly string[] {
  const own = new Set(
    landings
      .filter((landing) => landing.loop === loop && Math.abs(unsettled.since - landing.at) <= landingMs)
      .flatMap((landing) => landing.paths),
  );
  return unsettled.paths.filter((path) => !own.has(path));
}
