import { commands, Uri, window } from 'vscode';
import type { WorktreeRow } from '../../model/worktreeRow.ts';
import type { CommandHandlers, PlaceTarget, WorktreeTarget } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import type { AskedRepositories } from '../repositories/askedOfAll.ts';
import { linkOf } from '../repositories/linkOf.ts';
import { itemsNow } from '../runs/itemsNow.ts';
import type { RunStore } from '../runs/runStore.ts';
import { askedTree } from '../tree/askedTree.ts';
import { reclaim } from './reclaim.ts';
import { type WindowWorktree, worktreeRows, worktreesSum } from './worktreeRows.ts';

export interface WorktreesDeps {
  readonly repositories: AskedRepositories;
  readonly store: RunStore;
  readonly dialogs: Dialogs;
  readonly id?: 'loopwright.worktrees' | 'loopwright.worktrees.test';
}

type WorktreeCommands = Pick<
  CommandHandlers,
  | 'loopwright.reclaimWorktree'
  | 'loopwright.reclaimWorktrees'
  | 'loopwright.openWorktree'
  | 'loopwright.openWorktreeTerminal'
>;

/** The view Worktrees. */
export function registerWorktrees({ repositories, store, dialogs, id = 'loopwright.worktrees' }: WorktreesDeps) {
  const view = askedTree<WorktreeRow, WindowWorktree>({
    id,
    canSelectMany: true,
    repositories,
    after: ['worktrees'],
    ask: (link) => link.request('worktrees', {}),
    rows: worktreeRows,
    sum: worktreesSum,
  });
  const give = async (chosen: readonly WindowWorktree[]) => {
    await reclaim({ linkOf: linkOf(repositories), dialogs }, chosen);
    await view.refresh();
  };
  const folderOf = (target: PlaceTarget) => pathOf(store, target) ?? view.tree.selected[0]?.path;
  const open = (target: PlaceTarget, act: (folder: Uri) => unknown) => {
    const folder = folderOf(target);
    if (folder === undefined) return dialogs.say('Choose a worktree in the view Worktrees first.');
    return act(Uri.file(folder));
  };
  const handlers: WorktreeCommands = {
    'loopwright.reclaimWorktree': (target, targets) => give(chosenOf(target, targets) ?? view.tree.selected),
    'loopwright.reclaimWorktrees': async () => {
      await view.refresh();
      await give(view.all());
    },
    'loopwright.openWorktree': (target) =>
      open(target, (folder) => commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true })),
    'loopwright.openWorktreeTerminal': (target) =>
      open(target, (folder) => window.createTerminal({ cwd: folder, name: `Worktree ${basename(folder)}` }).show()),
  };
  return { ...view, commands: handlers };
}

const basename = ({ path }: Uri): string => path.slice(path.lastIndexOf('/') + 1);

const chosenOf = (
  target: WorktreeTarget,
  targets: readonly WorktreeTarget[] = [],
): readonly WindowWorktree[] | undefined => {
  const chosen = (targets.length > 0 ? targets : [target]).flatMap((one) => one?.about ?? []);
  return chosen.length > 0 ? chosen : undefined;
};

/** The worktree of a row of this view, or of a run or an item in another. */
function pathOf(store: RunStore, target: PlaceTarget): string | undefined {
  if (target === undefined) return undefined;
  if ('about' in target) return target.about.path;
  const state = store.get(target.run)?.state;
  const items = state === undefined ? [] : itemsNow(state);
  return items.find(({ id, worktree }) => worktree !== undefined && (target.item === undefined || id === target.item))
    ?.worktree;
}
