import type { CommandHandlers } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import { askFilter, askGrouping } from './askList.ts';
import type { OlderRuns } from './olderRuns.ts';
import { isFiltering, type RunFilter } from './runFilter.ts';
import type { RunListChoices } from './runListChoices.ts';

export interface ListCommandDeps {
  readonly choices: RunListChoices;
  readonly older: OlderRuns;
  readonly dialogs: Dialogs;
  /** Names of the loops that there are. */
  readonly loops: () => readonly string[];
  /** Told whether runs are left out, for the when-clauses. */
  readonly tell: (isFiltered: boolean) => void;
}

type ListCommands = Pick<
  CommandHandlers,
  'loopwright.filterRuns' | 'loopwright.clearRunFilter' | 'loopwright.groupRuns' | 'loopwright.showOlderRuns'
>;

/** How the runs are listed: which ones, by what, and how far back. */
export function listCommands({ choices, older, dialogs, loops, tell }: ListCommandDeps): ListCommands {
  const show = async (filter: RunFilter) => {
    tell(isFiltering(filter));
    await older.filter(filter);
    await choices.show(filter);
  };
  return {
    'loopwright.filterRuns': async () => {
      const filter = await askFilter(dialogs, choices.filter, loops());
      if (filter !== undefined) await show(filter);
    },
    'loopwright.clearRunFilter': () => show({}),
    'loopwright.groupRuns': async () => {
      const by = await askGrouping(dialogs, choices.by);
      if (by !== undefined) await choices.groupBy(by);
    },
    'loopwright.showOlderRuns': () => older.older(),
  };
}
