/** What a cadence in words becomes: a schedule in UTC, and what of it could not be kept. */
export interface Cadence {
  readonly cron?: string;
  readonly note?: string;
}

const minutesOf = { m: 1, min: 1, minute: 1, minutes: 1, h: 60, hour: 60, hours: 60, d: 1440, day: 1440, days: 1440 };
type Unit = keyof typeof minutesOf;

/**
 * Reads `5m-15m`, `1d weekdays`, `6h–1d`, `every 30 minutes`, `daily`, or a cron of five fields. Of a range the slower end
 * counts: a loop that runs too seldom costs less than one that runs too often.
 */
export function cadenceOf(words: string): Cadence {
  const text = words.toLowerCase().trim();
  const cron = /(?:^|[\s`"'])((?:[\d*/,-]+\s+){4}[\d*/,a-z-]+)(?:$|[\s`"'])/.exec(text)?.[1];
  if (cron !== undefined) return { cron: cron.replace(/\s+/g, ' ') };
  const days = /\bweekdays?\b|\bmon(day)?\s*-\s*fri(day)?\b/.test(text) ? '1-5' : '*';
  const minutes = lengthsIn(text);
  const slowest = minutes.length > 0 ? Math.max(...minutes) : wordLength(text);
  if (slowest === undefined) return {};
  const note =
    minutes.length > 1 && Math.min(...minutes) < slowest
      ? `The cadence was “${words.trim().slice(0, 80)}”; the schedule takes the slower end of it.`
      : undefined;
  return { cron: cronEvery(slowest, days), ...(note === undefined ? {} : { note }) };
}

function lengthsIn(text: string): readonly number[] {
  const bare = [...text.matchAll(/(\d{1,4})\s*(?=[-–]\s*\d{1,4}\s*(m|min|minutes?|h|hours?|d|days?)\b)/g)];
  const whole = [...text.matchAll(/(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?)\b/g)];
  return [...bare, ...whole].map(([, count, unit]) => Number(count) * (minutesOf[unit as Unit] ?? 1));
}

function wordLength(text: string): number | undefined {
  if (/\b(hourly|every hour)\b/.test(text)) return 60;
  if (/\b(daily|every (day|morning|night)|nightly|each morning)\b/.test(text)) return 1440;
  if (/\bweekly|every week\b/.test(text)) return 10_080;
  return undefined;
}

/** The next schedule that is no faster than so many minutes and falls on even times. */
function cronEvery(minutes: number, days: string): string {
  if (minutes < 60) {
    const step = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].find((one) => one >= minutes) ?? 60;
    return step === 60 ? `0 * * * ${days}` : `*/${step} * * * ${days}`;
  }
  if (minutes < 1440) {
    const hours = Math.ceil(minutes / 60);
    const step = [1, 2, 3, 4, 6, 8, 12].find((one) => one >= hours);
    if (step !== undefined) return step === 1 ? `0 * * * ${days}` : `0 */${step} * * ${days}`;
  }
  return minutes <= 1440 ? `0 6 * * ${days}` : '0 6 * * 1';
}
