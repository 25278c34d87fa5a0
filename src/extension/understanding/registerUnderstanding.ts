import { commands, Uri } from 'vscode';
import type { OwedFile } from '../../model/owed.ts';
import type { CommandHandlers, CommandId } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import type { AskedRepositories } from '../repositories/askedOfAll.ts';
import { askedTree } from '../tree/askedTree.ts';
import { type OwedPlace, owedRows, owedSum } from './owedRows.ts';

export interface UnderstandingDeps {
  readonly repositories: AskedRepositories;
  readonly dialogs: Dialogs;
  /** Whether an item of a run has a change that can still be shown; its events are read first. */
  readonly hasChange: (run: string, item: string) => Promise<boolean>;
  readonly id?: 'loopwright.understanding' | 'loopwright.understanding.test';
}

type UnderstandingCommands = Pick<CommandHandlers, 'loopwright.openOwedFile' | 'loopwright.openLanding'>;

const review: CommandId = 'loopwright.openReview';
const reveal: CommandId = 'loopwright.revealRun';

/** The view Understanding: what landed and nobody has shown to understand. */
export function registerUnderstanding({
  repositories,
  dialogs,
  hasChange,
  id = 'loopwright.understanding',
}: UnderstandingDeps) {
  const view = askedTree<OwedFile, OwedPlace>({
    id,
    repositories,
    after: ['owed'],
    ask: (link) => link.request('owed', {}),
    rows: owedRows,
    sum: owedSum,
  });
  const handlers: UnderstandingCommands = {
    'loopwright.openOwedFile': async (target) => {
      const { path, repository = '' } = target?.about ?? {};
      const root = repositories.byId(repository)?.root;
      if (path === undefined || root === undefined) return;
      try {
        await commands.executeCommand('vscode.open', Uri.joinPath(Uri.file(root), path));
      } catch {
        dialogs.say(`${path} is not in this checkout. It may have been moved or deleted since.`);
      }
    },
    'loopwright.openLanding': async (target) => {
      if (target?.item === undefined) return;
      const { run, item } = target;
      await commands.executeCommand((await hasChange(run, item)) ? review : reveal, { run, item });
    },
  };
  return { ...view, commands: handlers };
}
