import { type Fate, followedMs, mostOfFate } from '../model/fate.ts';
import type { TargetStep } from './following.ts';
import type { RunRecord } from './insightsOf.ts';
import type { Landing } from './landings.ts';

type Broke = NonNullable<Fate['broke']>;

/** What is known of one target branch. */
export interface TargetRecords {
  /** Those on this target, newest first. */
  readonly landings: readonly Landing[];
  readonly records: readonly RunRecord[];
  /** The steps of the target, newest first. */
  readonly history: readonly TargetStep[];
}

/**
 * By the commit of a landing: the first later run that found, before it changed anything, that what this landing passed fails
 * on a base with it. Of several landings in that base the newest is meant: what it passed was right with the earlier in it.
 */
export function brokenSince({ landings, records, history }: TargetRecords): ReadonlyMap<string, Broke> {
  const places = new Map(history.map(({ commit }, place) => [commit, place]));
  const broken = new Map<string, Broke>();
  for (const { summary, account } of [...records].sort((a, b) => (a.summary.id < b.summary.id ? -1 : 1))) {
    const base = places.get(account?.before?.base ?? '');
    if (account?.before === undefined || base === undefined) continue;
    const inBase = landings.filter(({ commit }) => (places.get(commit) ?? -1) >= base);
    for (const failed of account.before.failed) {
      for (const [landing, tests] of blamed(inBase, summary.loop, failed)) {
        if (broken.has(landing.commit) || !isFollowed(landing, summary)) continue;
        const { id: run, loop } = summary;
        broken.set(landing.commit, { run, loop, check: failed.check, tests: tests.slice(0, mostOfFate) });
      }
    }
  }
  return broken;
}

/** The newest landing of the loop that passed the check, with all its failing tests; and the newest in whose files some are. */
function blamed(
  landings: readonly Landing[],
  loop: string,
  { check, tests }: { readonly check: string; readonly tests: readonly string[] },
): ReadonlyMap<Landing, readonly string[]> {
  const named = landings.find(({ files }) => tests.some((test) => namesOne(test, files)));
  const owner = landings.find((one) => one.loop === loop && one.passed.includes(check));
  return new Map([
    ...(named === undefined ? [] : [[named, tests.filter((test) => namesOne(test, named.files))] as const]),
    ...(owner === undefined ? [] : [[owner, tests] as const]),
  ]);
}

/** Whether a run began later than a landing, and while that was followed. */
function isFollowed({ run, landedAt }: Landing, { id, startedAt }: RunRecord['summary']): boolean {
  const at = Date.parse(startedAt);
  return id !== run && at >= landedAt && at <= landedAt + followedMs;
}

/** Runners name a test by its file first: `test/a.test.js > adds`, `tests/test_a.py::test_adds`. */
const namesOne = (test: string, files: readonly string[]): boolean =>
  files.some((path) => test.startsWith(path) && /^($|[\s:>›])/.test(test.slice(path.length)));
