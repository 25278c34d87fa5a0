import { Cron } from 'croner';
import { remembered } from './remembered.ts';

/** A schedule that is right and fires. */
export interface Schedule {
  readonly cron: string;
  readonly zone: string;
}

/** The shortest time between two firings. */
export interface Gap {
  readonly minutes: number;
  /** That it is so short only on a day that the clocks change. */
  readonly shift: boolean;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Any year would do; the same one gives the same answer each time. */
const from = Date.UTC(2026, 0, 1);
const until = Date.UTC(2027, 0, 1);

/** How far is looked from the first firing on: over the end of a month. To work one firing out takes some 50 µs. */
const looked = 40 * day;
const mostFirings = 130;

/** Firings as clocks show them. */
const clockFirings = remembered((cron: string) => firingsOf(cron, 'UTC', from, looked));

function firingsOf(cron: string, zone: string, start: number, span: number): readonly number[] {
  const schedule = new Cron(cron, { mode: '5-part', timezone: zone, paused: true });
  const found: number[] = [];
  let next = schedule.nextRun(new Date(start));
  const end = Math.max(start, next?.getTime() ?? start) + span;
  while (next && next.getTime() < end && found.length < mostFirings) {
    found.push(next.getTime());
    next = schedule.nextRun(next);
  }
  return found;
}

const shortest = (firings: readonly number[]): number =>
  firings.reduce(
    (least, time, index) => Math.min(least, time - (firings[index - 1] ?? Number.NEGATIVE_INFINITY)),
    Number.POSITIVE_INFINITY,
  ) / minute;

/**
 * The shortest gap of a schedule. Every seven minutes means at minute 56 and again at minute 0, and what is three hours apart
 * on most days is two apart when the clocks go forward. Days that the clocks change are looked at only where that could bring the gap
 * below `wanted`.
 */
export function shortestGap({ cron, zone }: Schedule, wanted: number): Gap {
  const minutes = shortest(clockFirings(cron));
  const isNear = minutes >= wanted && minutes >= 60 && minutes - 60 < wanted;
  if (!isNear || zone === 'UTC') return { minutes, shift: false };
  const shifted = shiftGap(`${cron}\n${zone}`);
  return shifted < minutes ? { minutes: shifted, shift: true } : { minutes, shift: false };
}

const shiftGap = remembered((both: string) => {
  const [cron = '', zone = ''] = both.split('\n');
  return Math.min(
    ...[Number.POSITIVE_INFINITY, ...shiftDays(zone).map((start) => shortest(firingsOf(cron, zone, start, 3 * day)))],
  );
});

/** A little before the clocks of a zone change. */
const shiftDays = remembered((zone: string): readonly number[] => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (time: number): string =>
    format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const found: number[] = [];
  let before = offset(from);
  for (let time = from + day; time <= until; time += day) {
    const now = offset(time);
    if (now !== before) found.push(time - 2 * day);
    before = now;
  }
  return found;
});

/** The shortest time between firings of two schedules of one zone; minutes, 0 where both fire at once. */
export function gapBetween(one: Schedule, other: Schedule): number {
  const [a, b] = [clockFirings(one.cron), clockFirings(other.cron)];
  const known = Math.min(lastKnown(a), lastKnown(b));
  let least = Number.POSITIVE_INFINITY;
  let at = 0;
  for (const time of a.filter((each) => each <= known)) {
    while (at < b.length && (b[at] ?? 0) < time) at += 1;
    for (const near of [b[at - 1], b[at]]) if (near !== undefined) least = Math.min(least, Math.abs(time - near));
  }
  return least / minute;
}

/** Until when all firings of a schedule are in its list. */
const lastKnown = (firings: readonly number[]): number =>
  firings.length < mostFirings ? Number.POSITIVE_INFINITY : (firings.at(-1) ?? 0);

/** Most firings in one day, as far as they were looked at. */
export function mostInADay(cron: string): number {
  const firings = clockFirings(cron);
  return firings.reduce((most, time, index) => {
    let count = 1;
    while ((firings[index + count] ?? Number.POSITIVE_INFINITY) - time < day) count += 1;
    return Math.max(most, count);
  }, 0);
}
