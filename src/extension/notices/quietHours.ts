/** `22:00-07:00`, or nothing; a regular expression that package.json has as well. */
export const quietHoursPattern = '^$|^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d$';

/** Minutes of the day, from and until; until may be smaller, over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** Reads what a person wrote: undefined where it is nothing, `malformed` where it is neither that nor two times of day. */
export function readQuietHours(text: string): QuietHours | 'malformed' | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  if (!new RegExp(quietHoursPattern).test(written)) return 'malformed';
  const [from = '', until = ''] = written.split('-');
  return { from: minutesOf(from), until: minutesOf(until) };
}

/** Whether a moment is within them, in its local time. Equal times are the whole day. */
export function isQuiet({ from, until }: QuietHours, at: Date): boolean {
  const now = at.getHours() * 60 + at.getMinutes();
  return from < until ? now >= from && now < until : now >= from || now < until;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
