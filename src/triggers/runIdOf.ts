import type { Trigger } from '../model/firing.ts';

/** No vowels and nothing that is easily taken for another: no word comes of it. */
const letters = 'bcdfghjkmnpqrstvwxyz23456789';

/**
 * The id of the run that a firing starts, the same each time it is asked: whoever starts it after a crash, or beside another
 * runner, starts that run and no second one. `digest`: hex of a hash over the firing's id, 12 digits or more.
 */
export function runIdOf(trigger: Trigger, digest: string): string {
  const [date = '', time = ''] = new Date(trigger.at).toISOString().split('T');
  const tail = Array.from({ length: 6 }, (_, i) => letters[Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16) % 28]);
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${tail.join('')}`;
}
