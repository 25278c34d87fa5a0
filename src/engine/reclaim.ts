import type { RunOutcome } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import type { Ending } from './ending.ts';
import type { Bench } from './workplace.ts';

/** Gives the worktree back as `isolation.keep` says. A branch with work that landed nowhere always stays. */
export async function reclaim(work: Bench, ending: Ending, attempt: number): Promise<void> {
  const { loop, start, durable, item } = work;
  if (keepsWorktree(loop.isolation.keep, ending.outcome.status)) return;
  await durable.step(`${item}/reclaim/${attempt}`, 'reclaim', {
    item,
    worktree: start.worktree,
    ...(ending.spent === undefined ? {} : { dropBranch: spentBranch(start.branch, ending.spent, ending.outcome) }),
  });
}

function spentBranch(branch: string, head: string, { commit }: RunOutcome) {
  return { branch, head, ...(commit === undefined ? {} : { landedAs: commit }) };
}

function keepsWorktree(keep: Loop['isolation']['keep'], status: RunOutcome['status']): boolean {
  const wentWrong = status === 'failed' || status === 'gave-up' || status === 'stopped';
  return keep === 'always' || (keep === 'on-failure' && wentWrong);
}
