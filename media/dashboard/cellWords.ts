import type { Cell, Unit } from './table.ts';
import { minutesWords, percent, usd } from './words.ts';

/** A cell for people. */
export function cellWords(cell: Cell, unit: Unit): string {
  if (cell === undefined) return '';
  if (cell === null) return 'unknown';
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? numberWords(cell, unit) : `at least ${numberWords(cell.atLeast, unit)}`;
}

function numberWords(value: number, unit: Unit): string {
  if (unit === 'usd') return usd(value);
  if (unit === 'minutes') return minutesWords(value);
  if (unit === 'part') return percent(value);
  if (unit === 'time') return timeWords(value);
  return value.toLocaleString('en');
}

const time = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** `21 Nov, 06:00`, where the reader is. */
export const timeWords = (at: number): string => time.format(at);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `06:00`, where the reader is. */
export const clockWords = (at: number): string => clock.format(at);
