import { resolveCommit } from '../../git/objects.ts';
import { branchTips } from '../../git/refs.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import type { RunRecord } from '../../insights/insightsOf.ts';
import { orRefuse } from '../refusal.ts';

/** A branch (full name) that something landed on, where it is now, and the oldest landing that we know of. */
export interface Target {
  readonly ref: string;
  readonly tip: string;
  readonly oldest: string;
}

/** The branches that runs of this clone landed on, newest landing first; those that are gone are left out. */
export async function targetsOf(
  { commonDir }: Pick<Repository, 'commonDir'>,
  records: readonly RunRecord[],
  since: number,
): Promise<readonly Target[]> {
  const landings = records
    .flatMap(({ account }) =>
      (account?.items ?? []).flatMap(({ landed }) =>
        account === undefined || landed === undefined || landed.at < since
          ? []
          : [{ ref: account.into, commit: landed.commit, at: landed.at }],
      ),
    )
    .sort((one, other) => other.at - one.at);
  const oldest = new Map(landings.map(({ ref, commit }) => [ref, commit]));
  if (oldest.size === 0) return [];
  const tips = orRefuse(await branchTips(commonDir));
  return [...oldest].flatMap(([ref, commit]) => {
    const tip = tips.get(ref);
    return tip === undefined ? [] : [{ ref, tip, oldest: commit }];
  });
}

/** Where units are looked for: on those branches, and where nothing has landed yet on the one that is checked out. */
export async function tipsOf(repository: Repository, targets: readonly Target[]): Promise<readonly string[]> {
  if (targets.length > 0) return targets.map(({ tip }) => tip);
  const now = orRefuse(await openRepository(repository.root));
  return [orRefuse(await resolveCommit(repository, now.currentBranch ?? now.head))];
}
