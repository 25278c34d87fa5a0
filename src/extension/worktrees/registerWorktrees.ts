import { commands, Disposable, Uri, window } from 'vscode';
import type { WorktreeRow } from '../../model/worktreeRow.ts';
import { coalesced } from '../coalesced.ts';
import type { CommandHandlers, PlaceTarget, WorktreeTarget } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import { AskedOfAll, type AskedRepositories } from '../repositories/askedOfAll.ts';
import { linkOf } from '../repositories/linkOf.ts';
import { itemsNow } from '../runs/itemsNow.ts';
import type { RunStore } from '../runs/runStore.ts';
import { RowTree } from '../tree/rowTree.ts';
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

/** The view Worktrees. It is asked for only while somebody looks: the runner reads the disk for it. */
export function registerWorktrees({ repositories, store, dialogs, id = 'loopwright.worktrees' }: WorktreesDeps) {
  let tree: RowTree<WindowWorktree> | undefined;
  const asked = new AskedOfAll<WorktreeRow>({
    repositories,
    after: ['worktrees'],
    ask: (link) => link.request('worktrees', {}),
    isWanted: () => tree?.view.visible === true,
  });
  const rows = () => asked.all;
  const made = new RowTree<WindowWorktree>(() => worktreeRows(rows(), Date.now()), { id, canSelectMany: true });
  tree = made;
  const show = coalesced(() => {
    made.view.description = worktreesSum(rows());
    made.view.message = asked.trouble;
    made.refresh();
  });
  const give = async (chosen: readonly WindowWorktree[]) => {
    await reclaim({ linkOf: linkOf(repositories), dialogs }, chosen);
    await asked.refresh();
  };
  const folderOf = (target: PlaceTarget) => pathOf(store, target) ?? made.selected[0]?.path;
  const open = (target: PlaceTarget, act: (folder: Uri) => unknown) => {
    const folder = folderOf(target);
    if (folder === undefined) return dialogs.say('Choose a worktree in the view Worktrees first.');
    return act(Uri.file(folder));
  };
  const handlers: WorktreeCommands = {
    'loopwright.reclaimWorktree': (target, targets) => give(chosenOf(target, targets) ?? made.selected),
    'loopwright.reclaimWorktrees': async () => {
      await asked.refresh();
      await give(rows());
    },
    'loopwright.openWorktree': (target) =>
      open(target, (folder) => commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true })),
    'loopwright.openWorktreeTerminal': (target) =>
      open(target, (folder) => window.createTerminal({ cwd: folder, name: `Worktree ${basename(folder)}` }).show()),
  };
  const parts = Disposable.from(
    made,
    asked,
    made.view.onDidChangeVisibility(() => asked.look()),
    { dispose: asked.onChange(() => show.ask()) },
    { dispose: show.cancel },
  );
  return { commands: handlers, tree: made, refresh: () => asked.refresh(), dispose: () => parts.dispose() };
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
