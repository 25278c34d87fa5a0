import { join } from 'node:path';
import type { StepHandlers } from '../engine/durable.ts';
import { listChange } from '../git/changes.ts';
import { commitWorktree } from '../git/commitPass.ts';
import { configDigest, verifyConfig } from '../git/configDigest.ts';
import { gitDate } from '../git/identity.ts';
import { problemText } from '../git/problemText.ts';
import { type Removal, removeWorktree } from '../git/removeWorktree.ts';
import type { StepInput } from '../model/steps.ts';
import { orFail } from './gitAnswer.ts';
import { restoreTo } from './restoreTo.ts';
import type { StepWorld } from './stepWorld.ts';
import { worktreeAt } from './worktreeAt.ts';

/** The steps that make a worktree, commit what is in it, and give it back. */
export function worktreeSteps(world: StepWorld): Pick<StepHandlers, 'prepare' | 'commit' | 'tidy' | 'reclaim'> {
  const repo = world.repository;
  return {
    prepare: async ({ worktree, branch, base }, { runId, signal }) => {
      const wanted = { repo, path: worktree, base, lockReason: `run ${runId}`, signal };
      const configuration = orFail(await configDigest(repo));
      const made = await world.worktrees.take({ ...wanted, ...(branch === undefined ? {} : { branch }) });
      return made.ok ? { status: 'ready', configuration } : { status: 'refused', reason: problemText(made.error) };
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

    reclaim: async ({ worktree, dropBranch }) => {
      const removed = await removeWorktree({
        repo,
        path: worktree,
        force: false,
        ...(dropBranch === undefined ? {} : { branch: spent(dropBranch) }),
      });
      world.indexes.delete(worktree);
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
