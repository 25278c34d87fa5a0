import { cronFault } from '../cronFault.ts';
import { quote } from '../eaten.ts';
import { type Fixer, replace } from './fix.ts';

/** What the nicknames of cron stand for. Source: crontab(5). */
const nicknames: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** Five fields for a nickname, and `*` for `?`, which other crons write for any. */
export const fiveFields: Fixer<'LW210'> = (broken) => {
  const { what } = broken.problem.data;
  const cron = nicknames[what.trim().toLowerCase()] ?? what.replaceAll('?', '*');
  return cron === what || cronFault(cron) !== undefined ? [] : replace(broken, quote(cron), `Write ${cron}`);
};

/** A plus before the weekday asks for both. */
export const bothDays: Fixer<'LW213'> = (broken) => {
  const { weekday } = broken.problem.data;
  const at = broken.written.lastIndexOf(weekday);
  if (at < 0) return [];
  const cron = `${broken.written.slice(0, at)}+${broken.written.slice(at)}`;
  return replace(broken, cron, `Ask for both: +${weekday}`, false);
};
