import { commands, Range, Uri } from 'vscode';
import type { CommandHandlers, CommandId } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import { setContext } from '../registerCommands.ts';
import type { AskedRepositories } from '../repositories/askedOfAll.ts';
import { askedTree } from '../tree/askedTree.ts';
import { type AskedDebt, askDebt } from './askDebt.ts';
import { debtRows, debtSum, type OwedPlace } from './debtRows.ts';

export interface UnderstandingDeps {
  readonly repositories: AskedRepositories;
  readonly dialogs: Dialogs;
  /** Whether an item of a run has a change that can still be shown; its events are read first. */
  readonly hasChange: (run: string, item: string) => Promise<boolean>;
  readonly id?: 'loopwright.understanding' | 'loopwright.understanding.test';
}

type UnderstandingCommands = Pick<
  CommandHandlers,
  'loopwright.openOwedFile' | 'loopwright.openLanding' | 'loopwright.showMyDebt' | 'loopwright.showRepositoryDebt'
>;

const review: CommandId = 'loopwright.openReview';
const reveal: CommandId = 'loopwright.revealRun';

/** The view Understanding: what landed and is not shown to be understood, by the person or by anybody. */
export function registerUnderstanding({
  repositories,
  dialogs,
  hasChange,
  id = 'loopwright.understanding',
}: UnderstandingDeps) {
  let of: 'me' | 'repository' = 'me';
  const view = askedTree<AskedDebt, OwedPlace>({
    id,
    repositories,
    after: ['owed'],
    ask: (link) => askDebt(link, of),
    rows: debtRows,
    sum: debtSum,
  });
  const show = (whose: typeof of) => async () => {
    of = whose;
    setContext('loopwright.debtOf', whose);
    await view.refresh();
  };
  const handlers: UnderstandingCommands = {
    'loopwright.showMyDebt': show('me'),
    'loopwright.showRepositoryDebt': show('repository'),
    'loopwright.openOwedFile': async (target) => {
      const { path, repository = '', line = 1 } = target?.about ?? {};
      const root = repositories.byId(repository)?.root;
      if (path === undefined || root === undefined) return;
      const selection = new Range(line - 1, 0, line - 1, 0);
      try {
        await commands.executeCommand('vscode.open', Uri.joinPath(Uri.file(root), path), { selection });
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
