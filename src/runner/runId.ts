import { randomInt } from 'node:crypto';

const letters = 'abcdefghjkmnpqrstvwxyz23456789';

/** A new run's id: when it began in UTC, so that ids sort by time, and four random letters: `20261121-054200-k3fz`. */
export function newRunId(now: number, random: (below: number) => number = randomInt): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const tail = Array.from({ length: 4 }, () => letters[random(letters.length)]).join('');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${tail}`;
}
