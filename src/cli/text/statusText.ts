import type { RunStatus } from '../../model/runState.ts';
import { statusWords } from '../../model/statusWords.ts';
import type { Paint } from './paint.ts';

/** A sign for each state, beside its word, and its colour. */
const looks: { readonly [S in RunStatus]: readonly [sign: string, brush: keyof Paint] } = {
  running: ['●', 'cyan'],
  waiting: ['?', 'yellow'],
  paused: ['‖', 'yellow'],
  delivered: ['✓', 'green'],
  'nothing-found': ['○', 'green'],
  rejected: ['⊘', 'dim'],
  'gave-up': ['!', 'red'],
  stopped: ['■', 'dim'],
  failed: ['✗', 'red'],
};

export function statusText(status: RunStatus, paint: Paint): string {
  return paint[looks[status][1]](statusWords[status]);
}

/** `? waiting for you` */
export const signedStatus = (status: RunStatus): string => `${looks[status][0]} ${statusWords[status]}`;

/** In the colour of a state. */
export const inColourOf = (status: RunStatus, text: string, paint: Paint): string => paint[looks[status][1]](text);
