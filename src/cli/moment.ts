import { parseDate } from '../model/localDate.ts';
import { err, ok, type Result } from '../model/result.ts';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A length of time as people type it (`30m`, `12h`, `2d`, `1w`), in milliseconds. Undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,3})([mhdw])$/.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * units[unit as keyof typeof units];
}

/** When something is put off to, given one of both. The error says what is wrong. */
export function putOffTo(
  { until, for: length }: { readonly until?: string | undefined; readonly for?: string | undefined },
  now: number,
): Result<number, string> {
  if ((until === undefined) === (length === undefined)) {
    return err('Say until when: --for 2d (m, h, d or w), or --until 2026-12-01.');
  }
  if (until !== undefined) {
    const at = parseDate(until);
    if (at === undefined) return err(`--until takes a date like 2026-12-01 or 2026-12-01T09:30, not ${until}.`);
    return at > now ? ok(at) : err(`--until ${until} is over already. Name a time to come.`);
  }
  const duration = parseDuration(length ?? '');
  return duration === undefined
    ? err(`--for takes a length like 30m, 12h, 2d or 1w, not ${length}.`)
    : ok(now + duration);
}
