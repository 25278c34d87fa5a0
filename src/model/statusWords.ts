import type { RunStatus } from './runState.ts';

/** What people read for each state of a run or an item, in the editor and in a terminal. */
export const statusWords: { readonly [S in RunStatus]: string } = {
  running: 'running',
  waiting: 'waiting for you',
  paused: 'paused',
  delivered: 'delivered',
  'nothing-found': 'nothing to do',
  rejected: 'rejected',
  'gave-up': 'gave up',
  stopped: 'stopped',
  failed: 'failed',
};
