import { dirname } from 'node:path';
import { attempt } from '../../git/problem.ts';
import { problemText } from '../../git/problemText.ts';
import { type Repository, sharedGit } from '../../git/repository.ts';
import { LOCK_PREFIX } from '../../git/worktree.ts';
import { type ListedWorktree, listWorktrees } from '../../git/worktreeList.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { broken, doubtful, well } from './finding.ts';

export async function worktreesFinding(repository: Repository): Promise<DoctorFinding> {
  const listed = await attempt(() => listWorktrees(sharedGit(repository)));
  return listed.ok ? worktreesText(listed.value) : broken('worktrees', problemText(listed.error));
}

/** The worktrees of runs among all of a repository's. */
export function worktreesText(listed: readonly ListedWorktree[]): DoctorFinding {
  const ours = listed.filter((worktree) => worktree.locked?.startsWith(LOCK_PREFIX) === true);
  const gone = ours.filter((worktree) => worktree.prunable);
  if (gone.length > 0) {
    const paths = gone.map((worktree) => worktree.path).join(', ');
    return doubtful('worktrees', `The folder of ${gone.length} is gone: ${paths}. Tidy up with: loopwright clean`);
  }
  const folders = [...new Set(ours.map((one) => dirname(one.path)))];
  return well('worktrees', ours.length === 0 ? 'none of ours' : `${ours.length} of ours in ${folders.join(', ')}`);
}
