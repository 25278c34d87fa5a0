import type { RunStatus } from '../../model/runState.ts';
import type { RunDetail } from '../../model/shapes.ts';

/** The command that a person runs next, or nothing where nothing is left to do. */
export function nextStep(run: {
  readonly id: string;
  readonly status: RunStatus;
  readonly understanding?: RunDetail['understanding'];
}): string | undefined {
  switch (run.status) {
    case 'running':
      return `loopwright logs ${run.id} --follow`;
    case 'waiting':
      return run.understanding?.holds === true ? `loopwright land ${run.id}` : `loopwright review ${run.id}`;
    case 'gave-up':
    case 'failed':
    case 'stopped':
      return `loopwright logs ${run.id}`;
    case 'delivered':
    case 'nothing-found':
    case 'rejected':
      return undefined;
  }
}
