import { Cron } from 'croner';
import { remembered } from './remembered.ts';

const fields = [
  'a minute (0 to 59)',
  'an hour (0 to 23)',
  'a day of the month (1 to 31)',
  'a month (1 to 12, or JAN to DEC)',
  'a day of the week (0 to 7 with Sunday as 0 and 7, or SUN to SAT)',
];

const isCron = (pattern: string): boolean => cronOf(pattern) !== undefined;

function cronOf(pattern: string): Cron | undefined {
  try {
    return new Cron(pattern, { mode: '5-part', timezone: 'UTC', paused: true });
  } catch {
    return undefined;
  }
}

/** Why a text is no schedule of five fields; undefined for one that is. */
export const cronFault = remembered(findCronFault);

function findCronFault(cron: string): string | undefined {
  const parts = cron.trim().split(/\s+/);
  if (cron.trim().startsWith('@')) return 'is a nickname; write the five fields';
  if (parts.length !== fields.length) {
    return `has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'}; a schedule has five: minute, hour, day of the month, month, day of the week`;
  }
  if (cron.includes('?')) return 'holds a ?; write * for any';
  for (const [index, part] of parts.entries()) {
    const alone = fields.map((_, at) => (at === index ? part : '*')).join(' ');
    if (!isCron(alone)) return `is no schedule: \`${part}\` is not ${fields[index]}`;
  }
  return isCron(cron) ? undefined : 'is no schedule';
}

/** Any day would do; the same one gives the same answer each time. */
const someDay = new Date(Date.UTC(2024, 0, 1));

/** Whether a schedule fires at all. */
export const fires = remembered((cron) => (cronOf(cron)?.nextRun(someDay) ?? null) !== null);

/** Why a text names no time zone; undefined for one that does. */
export const zoneFault = remembered(findZoneFault);

function findZoneFault(zone: string): string | undefined {
  if (!/^[A-Za-z][\w+/-]*$/.test(zone)) return 'is not the name of a time zone, such as `Europe/London`';
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return undefined;
  } catch {
    return 'is a time zone that nobody knows here; write a name such as `Europe/London`';
  }
}
