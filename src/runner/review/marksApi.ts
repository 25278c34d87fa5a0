import type { Identity } from '../../model/steps.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import { itemOf } from '../landing.ts';
import type { Runs } from '../runs.ts';
import type { ReviewDesk } from './desk.ts';

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

/** What people say in a review, and ask for. */
export function marksApi(
  desk: ReviewDesk,
  runs: Runs,
  person: () => Promise<Identity>,
): Handlers<'reviewMarks' | 'mark' | 'takeOut' | 'requestChanges'> {
  return {
    reviewMarks: async ({ run, item }) => {
      const state = runs.state(run);
      return desk.marks(state, itemOf(state, item), await person());
    },
    mark: async ({ run, item, marks }) => {
      const live = runs.living(run);
      await desk.mark(live, itemOf(live.state, item).id, marks, await person());
      return {};
    },
    takeOut: async ({ run, item, head }) => {
      const live = runs.living(run);
      await desk.takeOut(live, itemOf(live.state, item).id, { head, by: await person() });
      return {};
    },
    requestChanges: async ({ run, item, ...what }) => {
      const live = runs.living(run);
      await desk.requestChanges(live, itemOf(live.state, item).id, { ...what, by: await person() });
      return {};
    },
  };
}
