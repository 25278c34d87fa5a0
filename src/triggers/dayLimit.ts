import type { Ledger } from './ledger.ts';

/** Most runs that may begin in a day: of the loop, and of the repository. */
export interface DayLimits {
  readonly loop?: number | undefined;
  readonly repository?: number | undefined;
}

/** Why no more run of this loop may begin today; undefined where one may. */
export function dayLimitReached(
  ledger: Pick<Ledger, 'runsOn'>,
  { loop, limits, now }: { readonly loop: string; readonly limits: DayLimits; readonly now: number },
): string | undefined {
  if (limits.loop !== undefined && ledger.runsOn(now, loop) >= limits.loop) {
    return `${runs(limits.loop)} of ${loop} began today, which is its limit (budget.per-day.max-runs).`;
  }
  if (limits.repository !== undefined && ledger.runsOn(now) >= limits.repository) {
    return `${runs(limits.repository)} began today, which is the limit of the repository (.loops/settings.yaml).`;
  }
  return undefined;
}

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);
