import type { Amount } from '../model/dryRun.ts';
import { dollars, tokensText } from '../model/spendText.ts';

/** `at most $3.00, 400.0k tokens, 40 minutes, 6 passes`; what nothing limits is said to be so. */
export function amountWords({ costUsd, tokens, minutes, iterations }: Amount): string {
  const limits = [
    ...(costUsd === null ? [] : [dollars(costUsd)]),
    ...(tokens === null ? [] : [tokensText(tokens)]),
    ...(minutes === null ? [] : [counted(round(minutes), 'minute')]),
    ...(iterations === null ? [] : [counted(iterations, 'pass', 'passes')]),
  ];
  const unlimited = [...(costUsd === null ? ['dollars'] : []), ...(tokens === null ? ['tokens'] : [])];
  const free = unlimited.length === 0 ? '' : `; no limit of ${unlimited.join(' or ')}`;
  return limits.length === 0 ? free.slice(2) : `at most ${limits.join(', ')}${free}`;
}

/** `1 pass`, `6 passes` */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `90 s`, `15 min`, `2 h` */
export function timeWords(seconds: number): string {
  if (seconds < 120) return `${round(seconds)} s`;
  return seconds < 7200 ? `${round(seconds / 60)} min` : `${round(seconds / 3600)} h`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
