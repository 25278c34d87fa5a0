import type { RecordedEvent } from '../../model/event.ts';
import { laneOf } from '../../model/lane.ts';
import type { LiveRun } from '../liveRun.ts';
import type { Prompts } from './prompts.ts';

/**
 * Makes the first prompt about a change ready as soon as its checks have passed, while checker and judge look at it, and no later
 * than when it begins to wait; gives up what nobody will be asked any more.
 */
export function keepPrompts(prompts: Prompts, run: LiveRun, { event }: RecordedEvent): void {
  switch (event.type) {
    case 'run.finished':
      void prompts.closeRun(run.id);
      return;
    case 'signal.awaited':
      void prompts
        .carry(run, event.box)
        .catch(() => undefined)
        .then(() => prompts.prepare(run, event.box));
      return;
    case 'signal.sent':
      // Nothing more is asked of a change that somebody answers for.
      if (event.value.kind === 'override') prompts.prepare(run, event.box);
      return;
    case 'step.started':
      // They have their turn only while the goal could hold.
      if (event.kind === 'verify' || event.kind === 'judge') prompts.prepare(run, laneOf(event.key));
      else if (event.kind === 'make' || event.kind === 'conclude') void prompts.close(run.id, laneOf(event.key));
      return;
    default:
  }
}
