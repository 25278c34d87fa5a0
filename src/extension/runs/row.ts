import type { Look } from '../../model/statusLook.ts';

/** A line of a tooltip: a name and a text that is shown as it is. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** A row of the view Runs as plain data. `id` stays the same for the life of the run. */
export interface RunRow {
  readonly id: string;
  readonly run: string;
  /** Id of the item that an act on this row is about; on a run's own row it is the one that fits. */
  readonly item?: string;
  /** Key of the step, of a step's row. */
  readonly step?: string;
  /** Number of the iteration, of an iteration's row. */
  readonly iteration?: number;
  readonly label: string;
  readonly description: string;
  readonly look: Look;
  readonly context?: string;
  readonly facts: readonly Fact[];
  readonly hasChildren: boolean;
  /** Worked out only when somebody opens the row. */
  readonly children: () => readonly RunRow[];
  /** True where its events were not read yet, so that there may be children. */
  readonly unread: boolean;
  /** Its time runs. */
  readonly live: boolean;
}

/** What a row has below it. */
export function below(rows: () => readonly RunRow[], hasChildren: boolean): Pick<RunRow, 'hasChildren' | 'children'> {
  return { hasChildren, children: rows };
}

export const nothingBelow = below(() => [], false);

/** A fact where there is something to tell. */
export const factOf = (name: string, text: string | undefined): readonly Fact[] =>
  text === undefined || text === '' ? [] : [{ name, text }];
