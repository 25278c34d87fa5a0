import { totalOf } from '../engine/budgets.ts';
import type { ToldFate } from '../model/fate.ts';
import type { DaySpend, Insights, LandingRow, LoopInsight } from '../model/insights.ts';
import type { RunAccount } from '../model/runAccount.ts';
import type { RunStatus } from '../model/runState.ts';
import type { RunSummary } from '../model/shapes.ts';
import type { Spend } from '../model/spend.ts';
import { reasonWithoutNames } from './reasonWithoutNames.ts';

type Item = RunAccount['items'][number];
type Limits = { readonly [K in keyof Spend]?: number };

/** A run with what its journal says of it; `account` is undefined where that cannot be read. */
export interface RunRecord {
  readonly summary: RunSummary;
  readonly account: RunAccount | undefined;
}

/** What is known of the loops of a repository. */
export interface Records {
  readonly now: number;
  /** The first day of the period, and the last. */
  readonly from: string;
  readonly today: string;
  /** The day that a time (epoch milliseconds) is part of, `YYYY-MM-DD`. */
  readonly dayOf: (at: number) => string;
  /** All runs, newest first, those that go on too. */
  readonly runs: readonly RunRecord[];
  /** Of the period. */
  readonly spend: readonly DaySpend[];
  /** The loops that are written down, with what each may use in a day. */
  readonly loops: readonly { readonly loop: string; readonly perDay?: Limits }[];
  /** How long people had an item before them; null where nobody knows. */
  readonly minutesOf: (of: { readonly run: string; readonly item: string }) => number | null;
  /** Landed commits that were taken back, with the commit that did. */
  readonly reverts: ReadonlyMap<string, string>;
  /** What became of a landed commit, where it was followed. */
  readonly fateOf: (commit: string) => ToldFate | undefined;
  readonly perDay?: Limits | undefined;
  readonly next: Insights['next'];
}

const mostHealth = 10;
const mostReasons = 10;

/** How the loops did in a period. What is not known stays unknown: it is never counted as zero. */
export function insightsOf(records: Records): Insights {
  const { now, from, today, perDay } = records;
  const landings = landingsOf(records);
  const period = periodOf(records);
  const names = new Set([
    ...records.loops.map(({ loop }) => loop),
    ...period.map(({ summary }) => summary.loop),
    ...records.spend.map(({ loop }) => loop),
    ...landings.map(({ loop }) => loop),
  ]);
  names.delete('');
  return {
    at: now,
    from,
    today,
    spend: [...records.spend],
    loops: [...names].sort().map((loop) => loopInsight(loop, records, { period, landings })),
    landings: [...landings],
    ...(perDay === undefined ? {} : { perDay }),
    next: [...records.next].sort((a, b) => a.at - b.at),
  };
}

/** The runs that ended in the period. */
function periodOf({ runs, from, dayOf }: Records): readonly RunRecord[] {
  return runs.filter(
    ({ summary }) => summary.finishedAt !== undefined && dayOf(Date.parse(summary.finishedAt)) >= from,
  );
}

function landingsOf({ runs, from, dayOf, minutesOf, reverts, fateOf }: Records): readonly LandingRow[] {
  const rows = runs.flatMap(({ summary, account }) =>
    (account?.items ?? []).flatMap(({ id, iterations, landed }): readonly LandingRow[] => {
      if (landed === undefined || dayOf(landed.at) < from) return [];
      const { at, commit, files, spend } = landed;
      const revertedBy = reverts.get(commit);
      const fate = fateOf(commit);
      return [
        {
          at,
          loop: summary.loop,
          run: summary.id,
          item: id,
          commit,
          iterations,
          lines: files.reduce((sum, { lines }) => sum + lines, 0),
          owed: files.reduce((sum, { owed }) => sum + owed, 0),
          spend,
          minutes: minutesOf({ run: summary.id, item: id }),
          ...(revertedBy === undefined ? {} : { revertedBy }),
          ...(fate === undefined ? {} : { fate }),
        },
      ];
    }),
  );
  return rows.sort((a, b) => b.at - a.at);
}

interface Period {
  readonly period: readonly RunRecord[];
  readonly landings: readonly LandingRow[];
}

function loopInsight(loop: string, records: Records, { period, landings }: Period): LoopInsight {
  const own = period.filter(({ summary }) => summary.loop === loop);
  const items = own.flatMap(({ account }) => account?.items ?? []);
  const landed = landings.filter((row) => row.loop === loop);
  const spend = totalOf(records.spend.filter((row) => row.loop === loop));
  const { perDay } = records.loops.find((one) => one.loop === loop) ?? {};
  return {
    loop,
    runs: countOf(own.map(({ summary }) => summary.status)),
    items: countOf(items.map(({ status }) => status)),
    iterations: iterationsOf(items),
    landings: landed.length,
    reverted: landed.filter(({ revertedBy }) => revertedBy !== undefined).length,
    spend,
    costPerLanding: spend.costUsd === null || landed.length === 0 ? null : spend.costUsd / landed.length,
    minutesPerLanding: minutesPerLanding(landed, own, records),
    gaveUp: reasonsOf(items),
    health: healthOf(loop, records),
    ...(perDay === undefined ? {} : { perDay }),
  };
}

function healthOf(loop: string, { runs }: Records): RunStatus[] {
  const ended = runs.filter(({ summary }) => summary.loop === loop && summary.finishedAt !== undefined);
  return ended.slice(0, mostHealth).map(({ summary }) => summary.status);
}

/**
 * Minutes of people for each change that landed: those of the changes that did not land too. Unknown where one of those that
 * landed is; nobody need have looked at the others.
 */
function minutesPerLanding(
  landed: readonly LandingRow[],
  runs: readonly RunRecord[],
  { minutesOf }: Records,
): number | null {
  if (landed.length === 0) return null;
  let sum = 0;
  for (const { minutes } of landed) {
    if (minutes === null) return null;
    sum += minutes;
  }
  for (const { summary, account } of runs) {
    for (const { id, landed: has } of account?.items ?? []) {
      if (has === undefined) sum += minutesOf({ run: summary.id, item: id }) ?? 0;
    }
  }
  return sum / landed.length;
}

function countOf(all: readonly RunStatus[]): Partial<Record<RunStatus, number>> {
  const counts: Partial<Record<RunStatus, number>> = {};
  for (const status of all) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Median and 90th percentile (nearest rank) of the iterations to the goal. */
function iterationsOf(items: readonly Item[]): LoopInsight['iterations'] {
  const counts = items
    .filter(({ reached, iterations }) => reached && iterations > 0)
    .map(({ iterations }) => iterations)
    .sort((a, b) => a - b);
  const rank = (share: number): number | undefined => counts[Math.ceil(share * counts.length) - 1];
  const [low, middle, high] = [rank(0.5), counts[Math.floor(counts.length / 2)], rank(0.9)];
  return low === undefined || middle === undefined || high === undefined ? null : { middle: (low + middle) / 2, high };
}

function reasonsOf(items: readonly Item[]): LoopInsight['gaveUp'] {
  const counts = new Map<string, number>();
  for (const { why } of items) {
    if (why === undefined) continue;
    const bare = reasonWithoutNames(why);
    counts.set(bare, (counts.get(bare) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return sorted.slice(0, mostReasons).map(([why, count]) => ({ why, count }));
}
