import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { problemText } from '../../git/problemText.ts';
import { branchTips, refPaths } from '../../git/refs.ts';

export type Tips = ReadonlyMap<string, string>;

/** A branch (full name) that is somewhere else than it was. */
export interface Move {
  readonly ref: string;
  /** Absent for a new branch. */
  readonly from?: string;
  readonly to: string;
}

export interface BranchWatchOptions {
  readonly commonDir: string;
  /** Where the branches were when somebody last looked; where they are now, if left out. */
  readonly before?: Tips | undefined;
  /** Called with what moved; the next call waits for it. Must not reject. */
  readonly onMoves: (moves: readonly Move[], tips: Tips) => Promise<void>;
  readonly warn: (message: string) => void;
  /** How long to wait after a change of files, since one push changes several; milliseconds. */
  readonly settleMs?: number;
}

/**
 * Hears when a branch moves, from the files that git keeps branches in: no git process is started, also not when something
 * moves. Folders are watched, not files: a repository with ten thousand branches costs as many watches as it has folders.
 */
export class BranchWatch {
  readonly #options: BranchWatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #tips: Tips;
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(options: BranchWatchOptions, tips: Tips) {
    this.#options = options;
    this.#tips = tips;
  }

  /** Watches, and tells at once what has moved since `before`. */
  static async open(options: BranchWatchOptions): Promise<BranchWatch> {
    const self = new BranchWatch(options, options.before ?? new Map());
    await self.#watchFolders();
    const tips = await self.#read();
    if (options.before === undefined && tips !== undefined) self.#tips = tips;
    else await self.look();
    return self;
  }

  /** Where every branch is, as far as it was heard of. */
  get tips(): Tips {
    return this.#tips;
  }

  /** Looks now, without waiting for a change of files. */
  look(): Promise<void> {
    this.#busy = this.#busy.then(() => this.#look());
    return this.#busy;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    await this.#busy;
  }

  async #look(): Promise<void> {
    if (this.#isClosed) return;
    // Folders first: what is written after that is heard of, and what was written before is read.
    await this.#watchFolders();
    const tips = await this.#read();
    if (tips === undefined) return;
    const moves = movesBetween(this.#tips, tips);
    const hasGone = [...this.#tips.keys()].some((ref) => !tips.has(ref));
    this.#tips = tips;
    if (moves.length > 0 || hasGone) await this.#options.onMoves(moves, tips);
  }

  async #read(): Promise<Tips | undefined> {
    const tips = await branchTips(this.#options.commonDir);
    if (tips.ok) return tips.value;
    this.#options.warn(`Branches cannot be watched: ${problemText(tips.error)}`);
    return undefined;
  }

  async #watchFolders(): Promise<void> {
    const { shallow, deep } = refPaths(this.#options.commonDir);
    const folders = new Set([...shallow, ...(await Promise.all(deep.map(foldersBelow))).flat()]);
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    if (this.#isClosed) return;
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder, shallow.includes(folder));
  }

  #watch(folder: string, isShallow: boolean): void {
    try {
      const watcher = watch(folder, (_, name) => {
        // Of the common folder only these matter; its index changes all the time.
        if (!isShallow || name === null || name === 'packed-refs' || name === 'refs') this.#soon();
      });
      // A folder that is deleted fails on some systems; its parent tells of it.
      watcher.on('error', () => {
        watcher.close();
        if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
        this.#soon();
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone between the look and now.
    }
  }

  #soon(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.look();
    }, this.#options.settleMs ?? 100);
  }
}

async function foldersBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [];
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => foldersBelow(join(folder, entry.name)));
  return [folder, ...(await Promise.all(below)).flat()];
}

/** What is somewhere else than it was; a branch that is gone is not told. `refs/remotes/<remote>/HEAD` is another's name. */
export function movesBetween(before: Tips, after: Tips): readonly Move[] {
  return [...after].flatMap(([ref, to]) => {
    const from = before.get(ref);
    if (from === to || (ref.startsWith('refs/remotes/') && basename(ref) === 'HEAD')) return [];
    return [{ ref, to, ...(from === undefined ? {} : { from }) }];
  });
}
