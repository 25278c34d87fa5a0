import type { WorktreeRow } from '../../model/worktreeRow.ts';
import type { Dialogs } from '../dialogs.ts';
import type { Requests } from '../runner/requests.ts';
import { nameOf, sizeOfAll, type WindowWorktree } from './worktreeRows.ts';

export interface ReclaimDeps {
  /** The runner that a worktree is of. */
  readonly linkOf: (worktree: WindowWorktree) => Requests;
  readonly dialogs: Dialogs;
}

/** Gives back worktrees that hold nothing, having asked once. The runner looks again and keeps what holds work. */
export async function reclaim({ linkOf, dialogs }: ReclaimDeps, chosen: readonly WindowWorktree[]): Promise<void> {
  const free = chosen.filter(({ holds }) => holds === undefined);
  const [only, another] = free;
  if (only === undefined) return dialogs.say(nothingFree(chosen));
  const what = another === undefined ? `the worktree of ${nameOf(only)}` : `${free.length} worktrees`;
  const detail = `This frees ${sizeOfAll(free)}. Their runs have ended, and nothing in them is unlanded. Branches that hold nothing go too.`;
  if (!(await dialogs.isSure(`Reclaim ${what}?`, detail, 'Reclaim'))) return;
  const kept: string[] = [];
  for (const worktree of free) {
    const { run, item } = worktree;
    const cleaned = await linkOf(worktree).request('clean', { run, item, force: false });
    if (!cleaned.ok) return dialogs.refused(cleaned.error);
    kept.push(...cleaned.value.kept.map(({ why }) => why));
  }
  const [first] = kept;
  if (first !== undefined) dialogs.say(`Kept ${kept.length}: ${first}`);
}

function nothingFree([first]: readonly WorktreeRow[]): string {
  return first?.holds === undefined ? 'No worktree can be reclaimed now.' : `It is kept: ${first.holds}`;
}
