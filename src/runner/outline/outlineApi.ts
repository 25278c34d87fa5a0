import type { Repository } from '../../git/repository.ts';
import type { Change } from '../../model/change.ts';
import type { RecordedEvent } from '../../model/event.ts';
import { laneOf } from '../../model/lane.ts';
import type { RunState } from '../../model/runState.ts';
import { type ItemView, itemView } from '../../model/runView.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import { itemOf } from '../landing.ts';
import type { LiveRun } from '../liveRun.ts';
import { Refused } from '../refusal.ts';
import { loopOf } from '../runStart.ts';
import type { Runs } from '../runs.ts';
import { lineOrigins } from './originsOfFile.ts';
import type { OutlinedRun, Outlines } from './outlines.ts';

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

export interface OutlineOptions {
  readonly world: { readonly repository: Repository };
  readonly runs: Runs;
  readonly outlines: Outlines;
}

/** What people who read a change ask about its outline. */
export function outlineApi({ world, runs, outlines }: OutlineOptions): Handlers<'reviewOutline' | 'lineOrigins'> {
  return {
    reviewOutline: async ({ run, item: named }) => {
      const state = runs.state(run);
      const item = itemOf(state, named);
      return outlines.of(outlined(runs.directory(state.start.run), state), changeOf(state, item));
    },
    lineOrigins: async ({ run, item: named, path }) => {
      const state = runs.state(run);
      const item = itemOf(state, named);
      return lineOrigins(world.repository, item, changeOf(state, item), path);
    },
  };
}

/** Makes the outline ready when an item begins to wait with a change; ends what is made for a run that has ended. */
export function keepOutlines(outlines: Outlines, run: LiveRun, { event }: RecordedEvent): void {
  if (event.type === 'run.finished') outlines.stop(run.id);
  if (event.type !== 'signal.awaited') return;
  const item = run.state.items.get(laneOf(event.key));
  const change = item === undefined ? undefined : itemView(item, item.id).change;
  if (change !== undefined) void outlines.prepare(outlined(run.directory, run.state), change);
}

/** A run as its outlines are asked for. */
export const outlined = (directory: string, { start }: RunState): OutlinedRun => ({
  id: start.run,
  directory,
  policy: loopOf(start).policy,
});

function changeOf({ start }: RunState, { change, key }: ItemView): Change {
  if (change !== undefined) return change;
  throw new Refused(
    'no-change',
    `Item ${key} of run ${start.run} has no change to read yet. \`loopwright show ${start.run}\` tells how far it is.`,
  );
}
