import type { RunDetail } from '../../model/shapes.ts';
import { type ItemDetail, itemFlag } from '../findItem.ts';

/** The command that a person runs next, or nothing where nothing is left to do. */
export function nextStep(run: RunDetail): string | undefined {
  const waiting = run.finishedAt === undefined ? run.items.filter((item) => item.status === 'waiting') : [];
  const [item, another] = waiting;
  if (another !== undefined) return 'loopwright inbox';
  if (item !== undefined) return nextOfItem(run.id, item);
  switch (run.status) {
    case 'running':
      return `loopwright logs ${run.id} --follow`;
    case 'waiting':
      return `loopwright show ${run.id}`;
    case 'paused':
      return `loopwright resume ${run.id}`;
    case 'gave-up':
    case 'failed':
    case 'stopped':
      return `loopwright logs ${run.id}`;
    case 'delivered':
    case 'nothing-found':
    case 'rejected':
      return undefined;
  }
}

/** What to do about an item that waits. A change is read before it lands. */
export function nextOfItem(run: string, item: ItemDetail): string {
  const of = `${run}${itemFlag(item)}`;
  if (item.waitsFor?.kind === 'gate') return `loopwright approve ${of}`;
  if (item.waitsFor?.kind === 'question') return `loopwright continue ${of} "…"`;
  const { understanding } = item;
  const isUnderstood = understanding?.required === true && understanding.holds;
  return isUnderstood ? `loopwright land ${of}` : `loopwright review ${of}`;
}
