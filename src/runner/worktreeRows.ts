import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { IndexSeed } from '../git/indexSeed.ts';
import { problemText } from '../git/problemText.ts';
import { lookAtWorktree, type Removal, type WorktreeLook } from '../git/removeWorktree.ts';
import type { Repository } from '../git/repository.ts';
import { lockedAs } from '../git/worktree.ts';
import { readEntries, type WorktreeEntry } from '../git/worktreeEntry.ts';
import type { RunStart } from '../model/event.ts';
import { type RunState, type RunStatus, statusOf } from '../model/runState.ts';
import { type ItemView, itemsOf } from '../model/runView.ts';
import type { WorktreeRow } from '../model/worktreeRow.ts';
import { heldBy, notEnded } from './clean.ts';
import { folderBytes } from './folderBytes.ts';
import { Refused } from './refusal.ts';
import type { Runs } from './runs.ts';

export interface WorktreeRowsOptions {
  readonly repository: Pick<Repository, 'commonDir'>;
  /** Indexes of ours by worktree; with one git need not read every file. */
  readonly indexes: ReadonlyMap<string, IndexSeed>;
  readonly runs: Pick<Runs, 'live' | 'find' | 'state'>;
  readonly now?: () => number;
}

/** Worktrees that are looked at at once. */
const atOnce = 2;
/** Milliseconds that counting the bytes of one may take. */
const countingTime = 10_000;
/** Milliseconds for which a count is good while its run does nothing. */
const countedFor = 300_000;

interface Counted {
  /** How far its run was. */
  readonly seq: number;
  readonly at: number;
  readonly bytes: number | null;
}

/** What of a run says what its worktrees are for. */
interface Owner {
  readonly start: Pick<RunStart, 'run' | 'loop' | 'worktrees' | 'deliver'>;
  readonly status: RunStatus;
  readonly seq: number;
  readonly items: readonly Pick<ItemView, 'id' | 'key' | 'status' | 'outcome' | 'branch'>[];
}

/** A worktree of ours and what it is for. `item` is missing for a place of the run itself. */
interface Found {
  readonly entry: WorktreeEntry;
  readonly owner: Owner;
  readonly isLive: boolean;
  readonly item: Owner['items'][number] | undefined;
}

/** The worktrees of all runs that are there, with what giving each back would take. */
export class WorktreeRows {
  readonly #options: WorktreeRowsOptions;
  readonly #counted = new Map<string, Counted>();
  /** Ended runs with worktrees: their journals are not read for every answer. */
  readonly #ended = new Map<string, Owner>();
  #looking: Promise<WorktreeRow[]> | undefined;

  constructor(options: WorktreeRowsOptions) {
    this.#options = options;
  }

  /** Oldest first. Who asks while others wait for the answer gets theirs. */
  list(): Promise<WorktreeRow[]> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<WorktreeRow[]> {
    const entries = await readEntries(this.#options.repository.commonDir);
    const found = entries.flatMap((entry) => this.#found(entry) ?? []);
    const rows: WorktreeRow[] = [];
    const waiting = [...found];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const row = await this.#row(next);
        if (row !== undefined) rows.push(row);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    const there = new Set(found.map(({ entry }) => entry.path));
    for (const path of this.#counted.keys()) if (!there.has(path)) this.#counted.delete(path);
    const owners = new Set(found.map(({ owner }) => owner.start.run));
    for (const run of this.#ended.keys()) if (!owners.has(run)) this.#ended.delete(run);
    return rows.sort((a, b) => a.createdAt - b.createdAt || (a.path < b.path ? -1 : 1));
  }

  #found(entry: WorktreeEntry): Found | undefined {
    const run = runLockedFor(entry) ?? this.#options.runs.live.find(({ state }) => isPlaceOf(state, entry))?.id;
    if (run === undefined) return undefined;
    const live = this.#options.runs.find(run);
    const owner = live === undefined ? this.#endedOwner(run) : ownerOf(live.state);
    if (owner === undefined || !isPlaceOf(owner, entry)) return undefined;
    const item = owner.items.find(({ id }) => isPlaceOf(owner, entry, id));
    return { entry, owner, isLive: live !== undefined, item };
  }

  #endedOwner(run: string): Owner | undefined {
    const known = this.#ended.get(run);
    if (known !== undefined) return known;
    try {
      const owner = ownerOf(this.#options.runs.state(run));
      this.#ended.set(run, owner);
      return owner;
    } catch (error) {
      // Its folder is gone or cannot be read: nobody can say what its worktree is for.
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  async #row(found: Found): Promise<WorktreeRow | undefined> {
    const { entry, owner, isLive, item } = found;
    const { path, gitDir } = entry;
    const there = await lstat(path).catch(() => undefined);
    if (there === undefined) return undefined;
    const made = await lstat(join(gitDir, 'gitdir')).catch(() => undefined);
    const look = await this.#lookInto(found);
    const holds = isLive ? notEnded : look === undefined ? 'It could not be read.' : refusalOf(look);
    const branch = /^ref: (.+)$/.exec(entry.head)?.[1];
    return {
      path,
      run: owner.start.run,
      loop: owner.start.loop,
      item: item?.id ?? '',
      key: item?.key ?? '',
      status: item?.status ?? owner.status,
      ...(branch === undefined ? {} : { branch }),
      dirty: look === undefined ? null : look.uncommitted.length,
      bytes: await this.#bytesOf(path, owner.seq),
      createdAt: made?.mtimeMs ?? there.birthtimeMs,
      ...(holds === undefined ? {} : { holds }),
    };
  }

  /** Undefined where it cannot be read at the moment, as when it is being given back. */
  async #lookInto({ entry, owner, isLive, item }: Found): Promise<WorktreeLook | undefined> {
    const { repository, indexes } = this.#options;
    const isItems = item !== undefined && basename(entry.path) === `${basename(owner.start.worktrees)}-${item.id}`;
    const held: Pick<Removal, 'branch'> = !isLive && isItems ? await heldBy(repository, owner, item) : {};
    const look = await lookAtWorktree({
      repo: repository,
      path: entry.path,
      // Kept by the name that the run gave it, which may lead through a link.
      index: indexes.get(join(dirname(owner.start.worktrees), basename(entry.path))),
      ...(held.branch === undefined ? {} : { branch: held.branch }),
    });
    return look.ok ? look.value : undefined;
  }

  async #bytesOf(path: string, seq: number): Promise<number | null> {
    const at = (this.#options.now ?? Date.now)();
    const known = this.#counted.get(path);
    if (known?.seq === seq && at - known.at < countedFor) return known.bytes;
    const bytes = (await folderBytes(path, Date.now() + countingTime)) ?? null;
    this.#counted.set(path, { seq, at, bytes });
    return bytes;
  }
}

function ownerOf(state: RunState): Owner {
  const { run, loop, worktrees, deliver } = state.start;
  const items = itemsOf(state).map(({ id, key, status, outcome, branch }) => ({
    id,
    key,
    status,
    ...(outcome === undefined ? {} : { outcome }),
    ...(branch === undefined ? {} : { branch }),
  }));
  return { start: { run, loop, worktrees, deliver }, status: statusOf(state), seq: state.seq, items };
}

const refusalOf = ({ refusal }: WorktreeLook): string | undefined =>
  refusal === undefined ? undefined : problemText(refusal);

const lockOfRun = `${lockedAs('run')} `;

/** The run that a worktree was made for, by what it is locked with. */
function runLockedFor({ locked }: WorktreeEntry): string | undefined {
  return locked?.startsWith(lockOfRun) === true ? locked.slice(lockOfRun.length) : undefined;
}

/** Whether it is a place of the run (of an item of it): its folder is named `<run>-<item>`, or that and more. */
function isPlaceOf(
  { start }: { readonly start: Pick<RunStart, 'worktrees'> },
  { path }: WorktreeEntry,
  item?: string,
): boolean {
  const [name, prefix] = [basename(path), basename(start.worktrees)];
  if (item === undefined) return name.startsWith(`${prefix}-`);
  return name === `${prefix}-${item}` || name.startsWith(`${prefix}-${item}-`);
}
