import type { Uri } from 'vscode';
import type { CommandHandlers } from '../commandTable.ts';
import { pickRepository } from '../repositories/pickRepository.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { DebtSitting } from './debtSitting.ts';

interface PayingDeps {
  readonly extension: Uri;
  readonly repositories: Repositories;
}

/** Paying some of what is owed back, one sitting at a time. */
export function registerPayingBack({ extension, repositories }: PayingDeps) {
  let sitting: DebtSitting | undefined;
  const payBack = async () => {
    if (sitting !== undefined) return sitting.reveal();
    const repository = await pickRepository(repositories, 'Pay back in which repository?');
    if (repository?.root === undefined || sitting !== undefined) return;
    const { link, root } = repository;
    const closed = () => {
      sitting = undefined;
    };
    sitting = new DebtSitting({ extension, link, root, closed });
  };
  const commands: Pick<CommandHandlers, 'loopwright.payBack'> = { 'loopwright.payBack': payBack };
  return { commands, dispose: () => sitting?.dispose() };
}
