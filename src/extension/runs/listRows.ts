import type { Look } from '../../model/statusLook.ts';
import type { RunGroup } from './runGroups.ts';
import type { RunEntry } from './runStore.ts';

/** A row of the view Runs above those of the runs: plain data. */
export interface ListRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly look: Look;
  readonly isOpen: boolean;
  /** Its runs, newest first; of the row that asks for more there are none. */
  readonly entries: readonly RunEntry[];
  readonly isMore: boolean;
}

export const groupRow = ({ id, label, look, isOpen, entries }: RunGroup): ListRow => ({
  id: `group:${id}`,
  label,
  description: entries.length === 1 ? '1 run' : `${entries.length} runs`,
  look,
  isOpen,
  entries,
  isMore: false,
});

/** The last row where the runner has runs that are not shown. */
export const moreRow: ListRow = {
  id: 'more',
  label: 'Show Older Runs',
  description: '',
  look: { icon: 'ellipsis', words: 'there are older runs' },
  isOpen: false,
  entries: [],
  isMore: true,
};
