import { Cron } from 'croner';
import type { Schedule } from '../model/loop/triggers.ts';
import { err, ok, type Result } from '../model/result.ts';

/** Times that a schedule was due in a span, oldest first, and whether there were more before them. */
export interface DueTimes {
  readonly dues: readonly number[];
  /** The first and the last of those that are not in `dues`. */
  readonly older?: { readonly first: number; readonly last: number };
}

/**
 * When a schedule is due; times are epoch milliseconds. In the hour that a change of clocks leaves out, a fixed time is
 * due at the first moment after it; in the hour that comes twice it is due once. Schedules with `*` or a step in the
 * minute or hour follow real time: they skip the one and take both of the other.
 */
export class Timetable {
  readonly #cron: Cron;
  /** The newest answer, which holds for all moments from `from` up to it: a look at the time zones costs some 0.1 ms. */
  #last: { readonly from: number; readonly next: number | undefined } = {
    from: Number.POSITIVE_INFINITY,
    next: undefined,
  };

  private constructor(cron: Cron) {
    this.#cron = cron;
  }

  /** The error says what is wrong with the expression or the time zone. */
  static of({ cron, timezone }: Pick<Schedule, 'cron' | 'timezone'>): Result<Timetable, string> {
    const fields = cron.trim().split(/\s+/);
    if (fields.length !== 5) {
      return err(`\`${cron}\` has ${fields.length} fields and not five: minute, hour, day, month, weekday.`);
    }
    if (!isZone(timezone)) return err(`\`${timezone}\` is no time zone. Name one like Europe/London.`);
    try {
      // By Vixie cron's rule, `30 1,3 * * *` names fixed times as `30 1 * * *` does.
      const options = { mode: '5-part', timezone, fixedTimeRule: 'no-wildcard', paused: true } as const;
      return ok(new Timetable(new Cron(fields.join(' '), options)));
    } catch (error) {
      return err(`\`${cron}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** The first time after `after`; undefined where there is none ever. */
  next(after: number): number | undefined {
    const { from, next: known = Number.POSITIVE_INFINITY } = this.#last;
    if (after < from || after >= known)
      this.#last = { from: after, next: this.#cron.nextRun(new Date(after))?.getTime() };
    return this.#last.next;
  }

  /** Times after `after` up to and with `until`: the oldest `most`. */
  between(after: number, until: number, most: number): readonly number[] {
    const dues: number[] = [];
    for (let at = this.next(after); at !== undefined && at <= until && dues.length < most; at = this.next(at)) {
      dues.push(at);
    }
    return dues;
  }

  /** The same span, the newest `most`, without walking through all before. */
  newest(after: number, until: number, most: number): DueTimes {
    const forward = this.between(after, until, most + 1);
    if (forward.length <= most) return { dues: forward };
    const back = this.#cron.previousRuns(most + 1, new Date(until + 1)).map((date) => date.getTime());
    const [last = until, ...dues] = back.reverse();
    return { dues, older: { first: forward[0] ?? last, last } };
  }
}

/** An IANA name; offsets such as `+02:00`, which some systems take for one, know no summer time. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** The times of a schedule after `after` up to and with `until`, at most a thousand; none where it cannot be read. */
export function firingsBetween(
  schedule: Pick<Schedule, 'cron' | 'timezone'>,
  after: number,
  until: number,
): readonly number[] {
  const timetable = Timetable.of(schedule);
  return timetable.ok ? timetable.value.between(after, until, 1000) : [];
}
