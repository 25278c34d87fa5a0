import type { RunEvent } from '../model/event.ts';
import { type RunState, stepOf } from '../model/runState.ts';
import type { StepKind } from '../model/steps.ts';
import type { Changed } from '../protocol/runner.ts';

const none: readonly Changed[] = [];

/** What the end of a step changes beside its run. */
const bySteps: Partial<Record<StepKind, readonly Changed[]>> = {
  prepare: ['worktrees'],
  make: ['worktrees'],
  commit: ['worktrees'],
  reclaim: ['worktrees'],
  land: ['owed', 'worktrees'],
};

/**
 * What of the lists over all runs may be another after an event; `state` is after it. What is kept as facts (costs,
 * receipts, raised entries) is told of when a fact is written.
 */
export function changedBy(state: RunState, event: RunEvent): readonly Changed[] {
  switch (event.type) {
    case 'signal.awaited':
    case 'signal.taken':
    case 'signal.expired':
      return ['inbox', 'worktrees'];
    case 'signal.sent':
      return event.value.kind === 'answered' ? ['owed'] : none;
    case 'step.finished': {
      const step = stepOf(state, event.key);
      return (step === undefined ? undefined : bySteps[step.kind]) ?? none;
    }
    case 'run.finished':
      return ['inbox', 'worktrees', 'owed'];
    case 'run.started':
    case 'step.started':
    case 'clock.read':
    case 'stop.requested':
    case 'pause.requested':
    case 'resume.requested':
    case 'note.written':
    case 'limits.raised':
    case 'hold.begun':
    case 'hold.ended':
      return none;
  }
}
