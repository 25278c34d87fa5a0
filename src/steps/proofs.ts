import type { StepHandlers } from '../engine/durable.ts';
import { moveBranch } from '../git/branch.ts';
import { gitDate } from '../git/identity.ts';
import { weave } from '../git/weave.ts';
import { orFail } from './gitAnswer.ts';
import { restoreTo } from './restoreTo.ts';
import type { StepWorld } from './stepWorld.ts';

const loopwright = { name: 'Loopwright', email: 'loopwright@localhost' };

/** What a run keeps of an item until it is concluded. */
export const itemRefs = (run: string, item: string): string => `refs/loopwright/${run}/${item}`;

/** The steps that put other trees together: cells of a proof, and the way back to a better pass. */
export function proofSteps(world: StepWorld): Pick<StepHandlers, 'weave' | 'discard'> {
  const repo = world.repository;
  return {
    weave: async ({ run, item, cell, tests, testsFrom, sourcesFrom, at }, { signal }) => {
      const woven = orFail(
        await weave(repo, {
          tests,
          testsFrom,
          sourcesFrom,
          message: `Loopwright: ${cell} of ${run}\n`,
          authorship: { author: loopwright, date: gitDate(at) },
          keepRef: `${itemRefs(run, item)}/${cell}`,
          signal,
        }),
      );
      return { commit: woven.commit };
    },

    discard: async ({ worktree, branch, from, to }, { directory }) => {
      orFail(await moveBranch(repo, { branch, from, to }));
      await restoreTo(world, { worktree, branch, head: to, directory });
      return {};
    },
  };
}
