import type { ProcessRow, ProcessTable } from './processTable.ts';

/**
 * The processes of one step: the command, what it started, and what that started. A process belongs when its parent
 * belongs, when it is in a session or group that a member made, or when it carries the step's tag. Members are
 * remembered, so that a look while the command runs still helps after the parents are gone.
 *
 * What evades: a process that, between two looks, forks twice, leaves the session and drops its environment. Only a
 * sandbox with a PID namespace ends that one.
 */
export class Family {
  readonly #table: ProcessTable;
  readonly #tag: string;
  readonly #since: number;
  readonly #members = new Map<number, number>();
  readonly #sessions = new Set<number>();
  readonly #groups = new Set<number>();
  readonly #outsiders: ReadonlySet<number> = new Set([process.pid, process.ppid, 0, 1]);

  /** `since`: no member started before this moment. `root`: the command, leader of a session of its own; 0: unknown. */
  constructor(table: ProcessTable, tag: string, since: number, root: number) {
    this.#table = table;
    this.#tag = tag;
    this.#since = since;
    if (root <= 1) return;
    this.#sessions.add(root);
    this.#groups.add(root);
  }

  /** The members that are alive now. */
  look(): readonly ProcessRow[] {
    const rows = this.#table.rows().filter((row) => row.startedAt >= this.#since && !this.#outsiders.has(row.pid));
    const found = new Map<number, ProcessRow>();
    this.#addKin(rows, found);
    const others = rows.filter((row) => !found.has(row.pid)).map((row) => row.pid);
    const tagged = new Set(this.#table.tagged(others, this.#tag));
    for (const row of rows) if (tagged.has(row.pid)) this.#add(row, found);
    if (tagged.size > 0) this.#addKin(rows, found);
    return [...found.values()];
  }

  /** Goes on until nobody's kin is left. */
  #addKin(rows: readonly ProcessRow[], found: Map<number, ProcessRow>): void {
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      for (const row of rows) if (!found.has(row.pid) && this.#isKin(row, found)) this.#add(row, found);
    }
  }

  /** A dead parent's pid may be somebody else's by now, so only a parent that is alive counts. */
  #isKin(row: ProcessRow, found: ReadonlyMap<number, ProcessRow>): boolean {
    if (this.#members.get(row.pid) === row.startedAt || found.has(row.parent)) return true;
    return this.#sessions.has(row.session) || this.#groups.has(row.group);
  }

  #add(row: ProcessRow, found: Map<number, ProcessRow>): void {
    found.set(row.pid, row);
    this.#members.set(row.pid, row.startedAt);
    if (row.session > 1) this.#sessions.add(row.session);
    if (row.group > 1) this.#groups.add(row.group);
  }
}
