import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { cronFault, zoneFault } from '../cronFault.ts';
import { type Path, placeAt, type Reading } from '../reading.ts';
import { forms, schemasAt } from '../schemaWalk.ts';
import type { Here, Hint } from './hint.ts';
import { momentWords } from './moment.ts';

/** Behind each `cron` that can be read: what it says in words, and when it is due next in the time of whoever looks. */
export function scheduleHints(reading: Reading, here: Here): readonly Hint[] {
  const schedules = placeAt(reading, ['on', 'schedule'])?.value;
  if (!Array.isArray(schedules)) return [];
  return schedules.flatMap((_, index) => hintOf(reading, ['on', 'schedule', index], here) ?? []);
}

function hintOf(reading: Reading, path: Path, { now, zone }: Here): Hint | undefined {
  const cron = placeAt(reading, [...path, 'cron']);
  const written = placeAt(reading, [...path, 'timezone'])?.value;
  const timezone = typeof written === 'string' ? written : usualZone();
  if (typeof cron?.value !== 'string' || cronFault(cron.value) || zoneFault(timezone)) return undefined;
  const words = cronWords(cron.value);
  if (words === undefined) return undefined;
  // A zone that nobody wrote is the one that nobody thinks of.
  const said = written === undefined && timezone !== zone ? `${words}, ${timezone}` : words;
  const next = nextFiring(cron.value, timezone, now);
  if (next === undefined) return { offset: cron.at.end, label: said };
  const label = `${said}; next ${momentWords(next, zone, now)}`;
  const tooltip = `Next: ${momentWords(next, timezone, now)} (${timezone})`;
  return { offset: cron.at.end, label, ...(timezone === zone ? {} : { tooltip }) };
}

/** The time zone of a schedule that names none. */
function usualZone(): string {
  const [zone] = schemasAt(['on', 'schedule', 0, 'timezone']).flatMap(forms);
  return String(zone?.default);
}

/** `At 06:00, Monday through Friday`; undefined where there are no words for it. */
export function cronWords(cron: string): string | undefined {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return undefined;
  }
}

/** The first time after `now` at which a schedule without a fault is due, by the rules of `src/triggers/timetable.ts`. */
export function nextFiring(cron: string, timezone: string, now: number): number | undefined {
  const options = { mode: '5-part', timezone, fixedTimeRule: 'no-wildcard', paused: true } as const;
  return new Cron(cron.trim(), options).nextRun(new Date(now))?.getTime();
}
