import type { RunState } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { iterationOf, type StepState, stepLabel } from '../../model/stepState.ts';
import type { StepKind } from '../../model/steps.ts';
import { runLook } from './statusLook.ts';

/** What a step does: a verb, and with `about` its object. */
const titles: { readonly [K in StepKind]: (about: string) => string } = {
  prepare: () => 'Make the worktree',
  setup: (command) => `Set up: ${command}`,
  make: (agent) => `Make: ${agent}`,
  commit: () => 'Commit what it made',
  check: (id) => `Check: ${id}`,
  tidy: () => 'Tidy the worktree',
  decide: () => 'Goal reached?',
  merge: () => 'Merge into the target',
  land: () => 'Land',
  rebase: () => 'Bring up to date with the target',
  publish: () => 'Leave it on its branch',
  reclaim: () => 'Clean up',
};

/** What a step does, as a row's label. */
export const stepTitle = (step: StepState): string => titles[step.kind](stepLabel(step));

/** What a running run does now, in few words. */
export function doing(state: RunState): string {
  if (state.stopRequested) return 'stopping';
  const now = state.steps.findLast((step) => step.status === 'running');
  if (now === undefined) return runLook.running.words;
  const iteration = iterationOf(now);
  const where = iteration === undefined || iteration === 0 ? '' : `iteration ${iteration}: `;
  return where + lowerFirst(stepTitle(now));
}

/** How a run ended, in few words, with the commit where there is one. */
export function endWords(summary: Pick<RunSummary, 'status' | 'commit'>): string {
  const { words } = runLook[summary.status];
  return summary.commit === undefined ? words : `${words} ${shortId(summary.commit)}`;
}

/** A commit as people say it. */
export const shortId = (commit: string): string => commit.slice(0, 7);

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
