import type { RunState } from '../../model/runState.ts';
import { stepsOf } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { iterationOf, type StepState, stepLabel } from '../../model/stepState.ts';
import type { StepKind } from '../../model/steps.ts';
import { plainLine } from '../plainText.ts';
import { runLook } from './statusLook.ts';

/** What a step does: a verb, and with `about` its object. */
const titles: { readonly [K in StepKind]: (about: string) => string } = {
  prepare: () => 'Make the worktree',
  precheck: () => 'Is there anything to do?',
  hear: () => 'Hear what people decided',
  discover: () => 'Find items',
  recall: () => "Read the loop's memory",
  setup: (command) => `Set up: ${command}`,
  explore: (agent) => `Explore: ${agent}`,
  make: (agent) => `Make: ${agent}`,
  commit: () => 'Commit what it made',
  check: (id) => `Check: ${id}`,
  measure: (id) => `Measure: ${id}`,
  weave: () => 'Mix old and new for the proof',
  verify: (agent) => `Try to break it: ${agent}`,
  reproduce: () => 'Run what shows a defect',
  judge: (seat) => capitalised(seat),
  tidy: () => 'Tidy the worktree',
  discard: () => 'Go back to the best so far',
  decide: () => 'Goal reached?',
  gate: (id) => `Does the gate ${id} ask?`,
  account: () => 'Add up what was used',
  raise: () => 'Tell the inbox',
  settle: () => 'Take it out of the inbox',
  merge: () => 'Merge into the target',
  land: () => 'Land',
  rebase: () => 'Bring up to date with the target',
  publish: () => 'Leave it on its branch',
  push: () => 'Push the branch',
  open: () => 'Open the pull request',
  patch: () => 'Write the patch',
  report: () => 'Write the report',
  conclude: () => 'Remember how it ended',
  reclaim: () => 'Clean up',
};

/** What a step does, as a row's label. */
export const stepTitle = (step: StepState): string => titles[step.kind](plainLine(stepLabel(step)));

/** What a running run does now, in few words. */
export function doing(state: RunState): string {
  return state.stopRequested ? 'stopping' : (doingOf(stepsOf(state)) ?? runLook.running.words);
}

/** What is done in these steps now, in few words; undefined where nothing is. */
export function doingOf(steps: readonly StepState[]): string | undefined {
  const now = steps.findLast((step) => step.status === 'running');
  if (now === undefined) return undefined;
  const iteration = iterationOf(now);
  const where = iteration === undefined || iteration === 0 ? '' : `iteration ${iteration}: `;
  return where + lowerFirst(stepTitle(now));
}

/** How far a run of several items is: `3 of 12 done, 2 waiting`; undefined where there are none with names. */
export function progressWords(
  summary: Pick<RunSummary, 'itemCount' | 'doneCount' | 'waitingCount'>,
): string | undefined {
  const { itemCount, doneCount = 0, waitingCount = 0 } = summary;
  if (itemCount === undefined || itemCount === 0) return undefined;
  return `${doneCount} of ${itemCount} done${waitingCount === 0 ? '' : `, ${waitingCount} waiting`}`;
}

/** How a run ended, in few words, with the commit where there is one. */
export function endWords(summary: Pick<RunSummary, 'status' | 'commit'>): string {
  const { words } = runLook[summary.status];
  return summary.commit === undefined ? words : `${words} ${shortId(summary.commit)}`;
}

/** A commit as people say it. */
export const shortId = (commit: string): string => commit.slice(0, 7);

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
