/** A day or a minute in local time (`2026-12-01`, `2026-12-01T09:30`), in epoch milliseconds. A day is its beginning. */
export function parseDate(text: string): number | undefined {
  const numbers = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?$/
    .exec(text.trim())
    ?.slice(1)
    .map((n) => Number(n ?? 0));
  if (numbers === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = numbers;
  const date = new Date(year, month - 1, day, hour, minute);
  // JavaScript makes 3 March of 31 February.
  const isReal = date.getMonth() === month - 1 && date.getDate() === day && hour < 24 && minute < 60;
  return isReal ? date.getTime() : undefined;
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** The day of a time (epoch milliseconds) in the time zone of this machine, as `YYYY-MM-DD`. */
export function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** The first of the last `days` days of this machine, that of `now` among them. Days differ in length twice a year. */
export function firstOfDays(now: number, days: number): string {
  const today = new Date(now);
  return localDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1).getTime());
}
