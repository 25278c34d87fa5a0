import type { RunState } from '../../model/runState.ts';
import { stepsOf } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { runLook } from '../../model/statusLook.ts';
import type { StepState } from '../../model/stepState.ts';
import { doneNow, titleOf } from '../../model/stepWords.ts';
import { plainLine } from '../plainText.ts';

/** What a step does, as a row's label. */
export const stepTitle = (step: StepState): string => titleOf(step, plainLine);

/** What a running run does now, in few words. */
export function doing(state: RunState): string {
  return state.stopRequested ? 'stopping' : (doingOf(stepsOf(state)) ?? runLook.running.words);
}

/** What is done in these steps now, in few words; undefined where nothing is. */
export const doingOf = (steps: readonly StepState[]): string | undefined => doneNow(steps, plainLine);

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
