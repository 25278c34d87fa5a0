/** `Mon 23 Nov 06:00 GMT`, with the year where it is another one than `now` has. */
export function momentWords(at: number, zone: string, now: number): string {
  const { weekday, day, month, year, hour, minute, timeZoneName } = partsOf(at, zone);
  const ofYear = year === partsOf(now, zone).year ? '' : ` ${year}`;
  return `${weekday} ${day} ${month}${ofYear} ${hour}:${minute} ${timeZoneName}`;
}

type Part = 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute' | 'timeZoneName';

function partsOf(at: number, timeZone: string): Partial<Record<Part, string>> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}
