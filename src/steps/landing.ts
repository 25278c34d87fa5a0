import type { StepHandlers } from '../engine/durable.ts';
import { candidateRef, deleteRef, moveBranch, squash } from '../git/branch.ts';
import { listChange } from '../git/changes.ts';
import { verifyConfig } from '../git/configDigest.ts';
import { gitDate } from '../git/identity.ts';
import { land } from '../git/landing.ts';
import { mergeCandidate } from '../git/mergeCandidate.ts';
import { orFail, refused } from './gitAnswer.ts';
import { restoreTo } from './restoreTo.ts';
import type { StepWorld } from './stepWorld.ts';

/** The steps that bring a change to the branch it is meant for. None of them can be stopped half way. */
export function landingSteps(world: StepWorld): Pick<StepHandlers, 'merge' | 'rebase' | 'land' | 'publish'> {
  const repo = world.repository;
  return {
    merge: async ({ into, head, squash: one, message, identity, at, run, item, configuration }) => {
      const unchanged = await verifyConfig(repo, configuration);
      if (!unchanged.ok) return refused(unchanged.error);
      const authorship = { author: identity, date: gitDate(at) };
      const keepRef = candidateRef(run, item);
      const merged = await mergeCandidate({ repo, into, head, squash: one, message, authorship, keepRef });
      if (!merged.ok) return refused(merged.error);
      const { commit, old, tree, files } = merged.value;
      return { status: 'merged', candidate: commit, old, change: { base: old, head: commit, tree, files } };
    },

    rebase: async ({ worktree, branch, head, candidate, old }, { directory }) => {
      orFail(await moveBranch(repo, { branch, from: head, to: candidate }));
      await restoreTo(world, { worktree, branch, head: candidate, directory });
      return { change: orFail(await listChange(repo, old, candidate)) };
    },

    publish: async ({ branch, base, head, squash: one, message, identity, at, configuration }) => {
      orFail(await verifyConfig(repo, configuration));
      if (!one) return { commit: head };
      const authorship = { author: identity, date: gitDate(at) };
      const commit = orFail(await squash(repo, { base, head, message, authorship }));
      orFail(await moveBranch(repo, { branch, from: head, to: commit }));
      return { commit };
    },

    land: async ({ run, item, into, candidate, old, configuration }) => {
      const unchanged = await verifyConfig(repo, configuration);
      if (!unchanged.ok) return refused(unchanged.error);
      const landed = await land({ repo, into, candidate, old });
      if (!landed.ok) return refused(landed.error);
      orFail(await deleteRef(repo, candidateRef(run, item)));
      return { status: 'landed', commit: landed.value.commit };
    },
  };
}
