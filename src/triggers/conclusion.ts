import type { Triggers } from '../model/loop/triggers.ts';
import { isOver, type RunStatus } from '../model/runState.ts';

/** A run that has ended. */
export interface EndedRun {
  readonly id: string;
  readonly loop: string;
  readonly status: RunStatus;
}

/**
 * Whether the end of a run is what a loop waits for. What a person stopped or rejected is neither a success nor a failure;
 * only `any` hears of it.
 */
export function matchesConclusion(
  { name, conclusion }: NonNullable<Triggers['loop']>,
  run: EndedRun,
  openFindings: number,
): boolean {
  if (run.loop !== name || !isOver(run.status)) return false;
  switch (conclusion) {
    case 'any':
      return true;
    case 'success':
      return run.status === 'delivered' || run.status === 'nothing-found';
    case 'failure':
      return run.status === 'gave-up' || run.status === 'failed';
    case 'finding':
      return openFindings > 0;
  }
}
