import type { RunStatus } from '../../model/runState.ts';
import type { Paint } from './paint.ts';

/** What people read for each status. */
const words: { readonly [S in RunStatus]: readonly [string, keyof Paint] } = {
  running: ['running', 'cyan'],
  waiting: ['waits for you', 'yellow'],
  delivered: ['delivered', 'green'],
  'nothing-found': ['nothing found', 'green'],
  rejected: ['rejected', 'dim'],
  'gave-up': ['gave up', 'red'],
  stopped: ['stopped', 'dim'],
  failed: ['failed', 'red'],
};

export function statusText(status: RunStatus, paint: Paint): string {
  const [word, brush] = words[status];
  return paint[brush](word);
}
