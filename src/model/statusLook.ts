import type { RunStatus } from './runState.ts';
import type { IterationView } from './runView.ts';
import { statusWords } from './statusWords.ts';
import type { StepState } from './stepState.ts';

/** How a state is shown: a codicon, a theme colour and words, so that nothing is told by colour alone. */
export interface Look {
  readonly icon: string;
  readonly color?: string;
  readonly words: string;
}

const passedColor = 'testing.iconPassed';
const failedColor = 'testing.iconFailed';
const attentionColor = 'list.warningForeground';
const quietColor = 'disabledForeground';
const liveColor = 'progressBar.background';

export const runLook: { readonly [S in RunStatus]: Look } = {
  running: { icon: 'loading~spin', color: liveColor, words: statusWords.running },
  waiting: { icon: 'bell-dot', color: attentionColor, words: statusWords.waiting },
  paused: { icon: 'debug-pause', color: attentionColor, words: statusWords.paused },
  delivered: { icon: 'pass-filled', color: passedColor, words: statusWords.delivered },
  'nothing-found': { icon: 'circle-outline', color: quietColor, words: statusWords['nothing-found'] },
  rejected: { icon: 'discard', color: quietColor, words: statusWords.rejected },
  'gave-up': { icon: 'warning', color: attentionColor, words: statusWords['gave-up'] },
  stopped: { icon: 'stop-circle', color: quietColor, words: statusWords.stopped },
  failed: { icon: 'error', color: failedColor, words: statusWords.failed },
};

/** An item that waits, but not with a finished change. */
export const gateLook: Look = { icon: 'lock', color: attentionColor, words: 'asks for your approval' };
export const askingLook: Look = { icon: 'question', color: attentionColor, words: 'asks how to go on' };
/** An item that was found and is not begun. */
export const unbegunLook: Look = { icon: 'circle-large-outline', color: quietColor, words: 'not begun' };

export const iterationLook: { readonly [S in IterationView['status']]: Look } = {
  before: { icon: 'eye', words: 'looked' },
  running: { icon: 'loading~spin', color: liveColor, words: 'running' },
  accepted: { icon: 'pass', color: passedColor, words: 'goal reached' },
  failed: { icon: 'error', color: failedColor, words: 'goal not reached' },
  stopped: { icon: 'stop-circle', color: quietColor, words: 'stopped' },
};

export const stepLook: { readonly [S in StepState['status']]: Look } = {
  running: { icon: 'loading~spin', color: liveColor, words: 'running' },
  passed: { icon: 'pass', color: passedColor, words: 'passed' },
  failed: { icon: 'error', color: failedColor, words: 'failed' },
  stopped: { icon: 'stop-circle', color: quietColor, words: 'stopped' },
};
