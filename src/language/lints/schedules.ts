import { loopFileSchema } from '../../model/loopFile.ts';
import { cronFault, fires, zoneFault } from '../cronFault.ts';
import { gapBetween, type Schedule, shortestGap } from '../cronGaps.ts';
import type { Spot } from '../problem.ts';
import { placeAt, type Reading } from '../reading.ts';
import { entriesAt, isWritten, type Lint, numberAt, type Text, textAt } from './lint.ts';

/** As many as the schema takes. */
const maxSchedules = 20;

const defaultTimeout = loopFileSchema.shape.budget.parse({})['timeout-minutes'];

type Written = Schedule & { readonly text: Text };

/** The schedules that can be worked out. */
function schedulesOf(reading: Reading): readonly Written[] {
  return entriesAt(reading, ['on', 'schedule'])
    .slice(0, maxSchedules)
    .flatMap((path): readonly Written[] => {
      const text = textAt(reading, [...path, 'cron']);
      const zone = textAt(reading, [...path, 'timezone'])?.text ?? 'UTC';
      const isRight = text && cronFault(text.text) === undefined && zoneFault(zone) === undefined && fires(text.text);
      return isRight ? [{ cron: text.text, zone, text }] : [];
    });
}

/**
 * Firings that come before a run must be done. Most of those of a loop with `skip-if` end at once, unless each stops the
 * run before it.
 */
export const firesBeforeItEnds: Lint = function* ({ reading }) {
  const cancels = placeAt(reading, ['concurrency', 'cancel-in-progress'])?.value === true;
  if (isWritten(reading, ['on', 'skip-if']) && !cancels) return;
  const timeoutMinutes = numberAt(reading, ['budget', 'timeout-minutes'])?.value ?? defaultTimeout;
  const schedules = schedulesOf(reading);
  for (const [index, schedule] of schedules.entries()) {
    const spot = tooClose(schedule, schedules.slice(0, index), timeoutMinutes);
    if (spot) yield spot;
  }
};

function tooClose(schedule: Written, before: readonly Written[], timeoutMinutes: number): Spot | undefined {
  const at = schedule.text.place.at;
  const { minutes: gapMinutes, shift } = shortestGap(schedule, timeoutMinutes);
  if (gapMinutes < timeoutMinutes) return { code: 'LW212', ...at, data: { gapMinutes, timeoutMinutes, shift } };
  for (const other of before.filter(({ zone }) => zone === schedule.zone)) {
    const between = gapBetween(schedule, other);
    if (between < timeoutMinutes) {
      const data = { gapMinutes: between, timeoutMinutes, shift: false, other: other.cron };
      return { code: 'LW212', ...at, data };
    }
  }
  return undefined;
}

/** With both a day of the month and a weekday cron takes either; `+` before the weekday asks for both. */
export const dayOrWeekday: Lint = function* ({ reading }) {
  for (const { cron, text } of schedulesOf(reading)) {
    const [, , day = '*', , weekday = '*'] = cron.trim().split(/\s+/);
    if (day === '*' || weekday === '*' || weekday.startsWith('+')) continue;
    yield { code: 'LW213', ...text.place.at, data: { day, weekday } };
  }
};
