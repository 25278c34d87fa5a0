import type { Triggers } from '../model/loop/triggers.ts';
import { Timetable } from './timetable.ts';

/** A time at which a schedule of a loop is due. */
export interface NextFiring {
  readonly at: number;
  /** Which schedule, from 0. */
  readonly index: number;
  readonly cron: string;
  readonly timezone: string;
}

/** The next `count` times after `now` at which a loop starts by its schedules; those that cannot be read are left out. */
export function nextFirings(on: Pick<Triggers, 'schedule'>, now: number, count: number): readonly NextFiring[] {
  const all = (on.schedule ?? []).flatMap(({ cron, timezone }, index) => {
    const timetable = Timetable.of({ cron, timezone });
    const dues = timetable.ok ? timetable.value.between(now, Number.MAX_SAFE_INTEGER, count) : [];
    return dues.map((at) => ({ at, index, cron, timezone }));
  });
  return all.sort((a, b) => a.at - b.at || a.index - b.index).slice(0, count);
}
