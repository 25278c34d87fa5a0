import type { Schedule } from '../model/loop/triggers.ts';
import { type Firing, triggerOf } from './firing.ts';
import { Timetable } from './timetable.ts';

/** Up to now, what is known of a schedule. */
export interface Seen {
  /** Everything that was due until then is dealt with. */
  readonly after: number;
  /** Whether the time was fired already, perhaps before the clock was put back. */
  readonly wasFired: (due: number) => boolean;
}

/** A time that a schedule was due, and what is to become of it. */
export interface Due {
  readonly firing: Firing;
  readonly fate: 'start' | 'missed';
  /** Why it is missed, or how late it starts. */
  readonly why: string;
}

/** Later than this is missed. The clock is looked at every minute at least, so that a sleep of the machine shows. */
export const graceMs = 120_000;

/** Most missed firings that `run-all` makes up for, and that get a receipt each. */
export const mostMissed = 24;

/** One schedule of a loop, ready to be asked. */
export class ScheduleClock {
  readonly key: string;
  readonly schedule: Schedule;
  readonly #loop: string;
  readonly #index: number;
  readonly #timetable: Timetable;

  constructor(of: {
    readonly loop: string;
    readonly index: number;
    readonly schedule: Schedule;
    readonly timetable: Timetable;
  }) {
    this.key = scheduleKey(of.loop, of.index);
    this.schedule = of.schedule;
    this.#loop = of.loop;
    this.#index = of.index;
    this.#timetable = of.timetable;
  }

  /** The first time after `after` that was not fired yet. */
  next({ after, wasFired }: Seen): number | undefined {
    let due = this.#timetable.next(after);
    for (let tries = 0; due !== undefined && wasFired(due) && tries < 100_000; tries++) due = this.#timetable.next(due);
    return due;
  }

  /** What was due after `seen.after` up to now, oldest first, dealt with by the policy for missed times. */
  due(seen: Seen, now: number): readonly Due[] {
    const { dues, older } = this.#timetable.newest(seen.after, now, mostMissed);
    const open = dues.filter((due) => !seen.wasFired(due));
    const newest = open.at(-1);
    const before = older === undefined ? [] : [this.#span(older)];
    return [...before, ...open.map((due) => this.#fate(due, due === newest, now))];
  }

  #fate(due: number, isNewest: boolean, now: number): Due {
    const { missed } = this.schedule;
    const firing = this.#firing(String(due), due, this.schedule.cron);
    const isLate = now - due >= graceMs;
    if (isLate && missed === 'skip')
      return { firing, fate: 'missed', why: `Missed by ${lasting(now - due)}; missed: skip.` };
    if (missed === 'run-once' && !isNewest)
      return { firing, fate: 'missed', why: 'One later run stands for all that were missed.' };
    return { firing, fate: 'start', why: isLate ? `Starts ${lasting(now - due)} late.` : '' };
  }

  #span({ first, last }: { readonly first: number; readonly last: number }): Due {
    const about = `${this.schedule.cron} from ${iso(first)} to ${iso(last)}`;
    const why = `All of these were missed; only the newest ${mostMissed} are told one by one.`;
    return { firing: this.#firing(`${first}-${last}`, last, about), fate: 'missed', why };
  }

  #firing(tail: string, at: number, about: string): Firing {
    return { loop: this.#loop, trigger: triggerOf({ kind: 'schedule', id: `${this.key}:${tail}`, at, about }) };
  }

  /** For what is said of it. */
  get index(): number {
    return this.#index;
  }
}

/** What names a schedule in ids: `schedule:<loop>:<index>`; a due time in epoch milliseconds follows. */
export const scheduleKey = (loop: string, index: number): string => `schedule:${loop}:${index}`;

/** The clocks of a loop's schedules; one that cannot be read, which validation has refused, has none. */
export function clocksOf(loop: string, schedules: readonly Schedule[]): readonly ScheduleClock[] {
  return schedules.flatMap((schedule, index) => {
    const timetable = Timetable.of(schedule);
    return timetable.ok ? [new ScheduleClock({ loop, index, schedule, timetable: timetable.value })] : [];
  });
}

/** What became due in all schedules of a loop, in the order of time. */
export function dueSchedules(
  clocks: readonly ScheduleClock[],
  seenOf: (clock: ScheduleClock) => Seen,
  now: number,
): readonly Due[] {
  const all = clocks.flatMap((clock) => clock.due(seenOf(clock), now));
  return all.sort((a, b) => a.firing.trigger.at - b.firing.trigger.at);
}

const iso = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** `3 minutes`, `19 hours`, `12 days`. */
function lasting(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(ms / 3_600_000);
  return hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
