import type { Change } from './change.ts';
import type { StepState } from './stepState.ts';

/** Every change that an item has had, the oldest first; thrown away ones too. */
export function changesOf(steps: readonly StepState[]): readonly Change[] {
  return steps.flatMap((step) =>
    (step.kind === 'commit' || step.kind === 'rebase') && step.result !== undefined ? [step.result.change] : [],
  );
}
