import type { Loop } from '../model/loopFile.ts';
import type { RunOutcome } from '../model/outcome.ts';
import type { Ending } from './ending.ts';
import { evenIfStopped } from './evenIfStopped.ts';
import type { Bench } from './workplace.ts';

/** Gives the worktree back as `isolation.keep` says. A branch with work that landed nowhere always stays. */
export async function reclaim({ loop, durable, item, worktree }: Bench, { outcome, spent }: Ending): Promise<void> {
  if (keepsWorktree(loop.isolation.keep, outcome.status)) return;
  // A stop that arrives while the worktree is given back is too late to change how the item ended.
  await evenIfStopped((attempt) =>
    durable.step(`${item.id}/reclaim/${attempt}`, 'reclaim', {
      item: item.id,
      worktree,
      ...(spent === undefined ? {} : { dropBranch: spentBranch(spent, outcome) }),
    }),
  );
}

function spentBranch(spent: NonNullable<Ending['spent']>, { commit }: RunOutcome) {
  return { ...spent, ...(commit === undefined ? {} : { landedAs: commit }) };
}

function keepsWorktree(keep: Loop['isolation']['keep'], status: RunOutcome['status']): boolean {
  const wentWrong = status === 'failed' || status === 'gave-up' || status === 'stopped';
  return keep === 'always' || (keep === 'on-failure' && wentWrong);
}
