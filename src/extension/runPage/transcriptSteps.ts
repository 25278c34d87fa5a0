import type { ItemView } from '../../model/runView.ts';
import type { StepState } from '../../model/stepState.ts';
import type { StepChoice } from '../../protocol/runPageView.ts';
import { stepTitle } from '../runs/runWords.ts';
import { hasOutput } from '../runs/stepRows.ts';

const roles: ReadonlySet<StepState['kind']> = new Set(['explore', 'make', 'verify', 'judge']);

/** The steps of an item that have said something, in the order they began. */
export function stepChoices(item: ItemView | undefined): readonly StepChoice[] {
  if (item === undefined) return [];
  const before = item.steps.filter(hasOutput).map((step) => choiceOf(step, ''));
  const passes = item.iterations.flatMap(({ number, steps }) =>
    steps.filter(hasOutput).map((step) => choiceOf(step, number === 0 ? 'Before: ' : `Iteration ${number}: `)),
  );
  return [...before, ...passes];
}

function choiceOf(step: StepState, where: string): StepChoice {
  return { key: step.key, label: `${where}${stepTitle(step)}`, live: step.status === 'running' };
}

/** The step that a person wants to hear who has not said which: the newest role's, else the newest. */
export function newestHeard(item: ItemView | undefined): string | undefined {
  if (item === undefined) return undefined;
  const steps = [...item.steps, ...item.iterations.flatMap((iteration) => iteration.steps)];
  return (steps.findLast(({ kind }) => roles.has(kind)) ?? steps.findLast(hasOutput))?.key;
}
