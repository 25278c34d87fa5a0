import { iterationOf, type StepState, stepLabel } from './stepState.ts';
import type { StepKind } from './steps.ts';

/** Makes a text that somebody else wrote fit to be shown where the words go. */
type Clean = (text: string) => string;

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

/** What a step does, in few words. */
export const titleOf = (step: StepState, clean: Clean): string => titles[step.kind](clean(stepLabel(step)));

/** What is done in these steps now, in few words; undefined where nothing is. */
export function doneNow(steps: readonly StepState[], clean: Clean): string | undefined {
  const now = steps.findLast((step) => step.status === 'running');
  if (now === undefined) return undefined;
  const iteration = iterationOf(now);
  const where = iteration === undefined || iteration === 0 ? '' : `iteration ${iteration}: `;
  return where + lowerFirst(titleOf(now, clean));
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
