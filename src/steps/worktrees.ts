import { join } from 'node:path';
import type { StepHandlers } from '../engine/durable.ts';
import { deleteRef } from '../git/branch.ts';
import { listChange } from '../git/changes.ts';
import { commitWorktree } from '../git/commitPass.ts';
import { configDigest, verifyConfig } from '../git/configDigest.ts';
import { gitDate } from '../git/identity.ts';
import { problemText } from '../git/problemText.ts';
import { type Removal, removeWorktree } from '../git/removeWorktree.ts';
import type { StepInput } from '../model/steps.ts';
import { orFail } from './gitAnswer.ts';
import { cellRef, wovenCell } from './proofs.ts';
import { restoreTo } from './restoreTo.ts';
import type { StepWorld } from './stepWorld.ts';
import { takeOnNewBranch } from './workBranch.ts';
import { worktreeAt } from './worktreeAt.ts';

/** The steps that make a worktree, commit what is in it, and give it back. */
export function worktreeSteps(world: StepWorld): Pick<StepHandlers, 'prepare' | 'commit' | 'tidy' | 'reclaim'> {
  const repo = world.repository;
  return {
    prepare: async ({ worktree, branch, base }, context) => {
      const { runId, signal } = context;
      const wanted = { repo, path: worktree, base, lockReason: `run ${runId}`, signal };
      const configuration = orFail(await configDigest(repo));
      const made = await (branch === undefined
        ? world.worktrees.take(wanted)
        : takeOnNewBranch(world, { ...wanted, branch }, context));
      // A stop is no refusal: it makes the step a stopped one.
      if (!made.ok && signal.aborted) throw new Error(problemText(made.error));
      if (!made.ok) return { status: 'refused', reason: problemText(made.error) };
      if (made.value.index !== undefined) world.indexes.set(worktree, made.value.index);
      return {
        status: 'ready',
        configuration,
        ...(made.value.branch === undefined ? {} : { branch: made.value.branch }),
      };
    },

    commit: async (input, { directory }) => {
      const { worktree, branch, base, parent, message, author, at } = input;
      orFail(await verifyConfig(repo, input.configuration));
      const place = await worktreeAt(world, worktree, { branch, base });
      const passed = orFail(
        await commitWorktree({
          worktree: place,
          parent,
          message,
          quarantine: join(directory, 'quarantine'),
          authorship: { author, date: gitDate(at) },
          changeFrom: base,
        }),
      );
      world.indexes.set(worktree, passed.index);
      const change = passed.change ?? orFail(await listChange(repo, base, passed.commit, passed.tree));
      return { change, quarantined: passed.quarantined.map((found) => found.path) };
    },

    tidy: async ({ worktree, branch, head }, { directory }) => {
      await restoreTo(world, { worktree, branch, head, directory });
      return {};
    },

    reclaim: async ({ worktree, item, dropBranch }, { runId }) => {
      const removed = await removeWorktree({
        repo,
        path: worktree,
        index: world.indexes.get(worktree),
        force: false,
        ...(dropBranch === undefined ? {} : { branch: spent(dropBranch) }),
      });
      world.indexes.delete(worktree);
      const cell = wovenCell(worktree);
      // The tree of a proof was kept for this worktree alone.
      if (removed.ok && cell !== undefined && item !== undefined)
        orFail(await deleteRef(repo, cellRef(runId, item, cell)));
      return removed.ok ? { removed: true } : { removed: false, reason: problemText(removed.error) };
    },
  };
}

function spent({
  branch,
  head,
  landedAs,
}: NonNullable<StepInput<'reclaim'>['dropBranch']>): NonNullable<Removal['branch']> {
  return { name: branch, expectedHead: head, ...(landedAs === undefined ? {} : { landedAs }) };
}
