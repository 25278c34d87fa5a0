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
