import type { StepHandlers } from '../engine/durable.ts';
import { moveBranch } from '../git/branch.ts';
import { gitDate } from '../git/identity.ts';
import { weave } from '../git/weave.ts';
import { orFail } from './gitAnswer.ts';
import { restoreTo } from './restoreTo.ts';
import type { StepWorld } from './stepWorld.ts';

const loopwright = { name: 'Loopwright', email: 'loopwright@localhost' };

/** Keeps a woven tree until the worktree that it is tried in is given back. */
export const cellRef = (run: string, item: string, cell: string): string => `refs/loopwright/${run}/${item}/${cell}`;

/** The cell that a worktree was made for, by its name; undefined for any other worktree: an item's id ends otherwise. */
export const wovenCell = (worktree: string): string | undefined => /-(t1s0|t0s1)$/.exec(worktree)?.[1];

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
          keepRef: cellRef(run, item, cell),
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
