/** The day in UTC: `2026-11-21`. `ms` since the epoch. */
export const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day, and the minute where it is not midnight: `2026-11-21` or `2026-11-21 08:46 UTC`. */
export function moment(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.includes('T00:00:') ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** What {@link moment} wrote, or undefined where it is no date. */
export function parseMoment(date: string, time: string | undefined): number | undefined {
  const ms = Date.parse(`${date}T${time ?? '00:00'}:00Z`);
  // Date.parse takes the 31st of February for the 3rd of March.
  return Number.isNaN(ms) || day(ms) !== date ? undefined : ms;
}
