const minutesInHour = 60;
const minutesInDay = 24 * minutesInHour;

/** Minutes since midnight of a time written as `9:30` or `09:30`; `24:00` is the end of the day. */
export function parseTime(text) {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) throw new TypeError(`not a time: ${text}`);
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  const total = hours * minutesInHour + minutes;
  if (minutes >= minutesInHour || total > minutesInDay) throw new RangeError(`no such time: ${text}`);
  return total;
}

/** The time as `09:30`. */
export function formatTime(total) {
  const hours = Math.floor(total / minutesInHour);
  const minutes = total % minutesInHour;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
