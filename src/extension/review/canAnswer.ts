import type { ItemDetail, ReviewShown } from './openReview.ts';

/** Whether something can be said to a change now: it is finished and waits for somebody to read it. */
export const canAnswer = ({ status, waitsFor }: Pick<ItemDetail, 'status' | 'waitsFor'>): boolean =>
  status === 'waiting' && waitsFor === undefined;

/** Whether nothing comes after it: its review is only read from there on. */
export const hasEnded = ({ of, detail }: Pick<ReviewShown, 'of' | 'detail'>): boolean =>
  detail.finishedAt !== undefined || (of.status !== 'waiting' && of.status !== 'running' && of.status !== 'paused');
