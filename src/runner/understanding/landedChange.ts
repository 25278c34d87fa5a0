import { findCommit } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import type { Change } from '../../model/change.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type ItemView, itemsOf } from '../../model/runView.ts';
import type { Runs } from '../runs.ts';
import type { AskedRun } from './promptDesk.ts';

/** A change that landed, as its run still tells it. */
export interface LandedChange {
  readonly run: AskedRun;
  readonly item: ItemView;
  readonly change: Change;
}

/** The change of a landing; a clause for people where it cannot be read any more. Throws `Refused` where a journal is damaged. */
export async function landedChange(
  repository: Pick<Repository, 'commonDir'>,
  runs: Pick<Runs, 'has' | 'state' | 'directory'>,
  { run: id, item: named }: { readonly run: string; readonly item: string },
): Promise<Result<LandedChange, string>> {
  if (!runs.has(id)) return err('its run is not known in this clone');
  const state = runs.state(id);
  const item = itemsOf(state).find((one) => one.id === named);
  if (item?.change === undefined) return err('its run does not tell what it changed');
  const { base, head } = item.change;
  for (const commit of [base, head]) {
    if ((await findCommit(repository, commit)) === undefined) {
      return err('its run was cleaned up, and git has its commits no more');
    }
  }
  return ok({ run: { id, directory: runs.directory(id), state }, item, change: item.change });
}
