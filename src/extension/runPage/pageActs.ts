import { type RunState, statusOf } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import type { PageAct, RunHead } from '../../protocol/runPageView.ts';
import { commandTable } from '../commandTable.ts';

type Act = RunHead['acts'][number];

/** What each button says. */
const buttons: { readonly [A in PageAct]: Omit<Act, 'act'> } = {
  openReview: { label: 'Open Review', icon: 'open-preview' },
  openEvidence: { label: 'Open Evidence', icon: 'verified' },
  approve: { label: 'Approve', icon: 'check' },
  continue: { label: 'Continue…', icon: 'debug-continue' },
  reject: { label: 'Reject…', icon: 'discard' },
  pause: { label: 'Pause', icon: 'debug-pause' },
  resume: { label: 'Resume', icon: 'play' },
  addNote: { label: 'Add a Note…', icon: 'note' },
  raiseBudget: { label: 'Raise the Budget…', icon: 'arrow-up' },
  stop: { label: 'Stop', icon: 'debug-stop' },
  compareRuns: { label: 'Compare…', icon: 'split-horizontal' },
  revealRun: { label: 'Show in Runs', icon: 'list-tree' },
};

/** The command that an act of the page runs. */
export const commandOf = (act: PageAct): string => `loopwright.${act}`;

/** What can be done now, the step that comes next first. Only commands that are there are offered. */
export function actsFor(state: RunState, item: ItemView | undefined): readonly Act[] {
  const evidence: readonly PageAct[] = item?.change === undefined ? [] : ['openEvidence'];
  return [...waitingActs(item), ...evidence, ...goingOn(state), 'compareRuns' as const, 'revealRun' as const]
    .filter((act) => Object.hasOwn(commandTable, commandOf(act)))
    .map((act) => ({ act, ...buttons[act] }));
}

function waitingActs(item: ItemView | undefined): readonly PageAct[] {
  if (item?.status !== 'waiting') return [];
  if (item.waitsFor?.kind === 'gate') return ['approve', 'reject'];
  if (item.waitsFor?.kind === 'question') return ['continue', 'reject'];
  return item.change === undefined ? [] : ['openReview', 'reject'];
}

function goingOn(state: RunState): readonly PageAct[] {
  if (state.outcome !== undefined) return [];
  const status: string = statusOf(state);
  const turn: readonly PageAct[] = status === 'paused' ? ['resume'] : status === 'running' ? ['pause'] : [];
  return [...turn, 'addNote', 'raiseBudget', 'stop'];
}
