import { relative, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isIgnoredPath } from '../../triggers/changedFiles.ts';

export interface FileWatchOptions {
  /** Top of the checkout. */
  readonly root: string;
  /** Folders or files from the top, with `/`; `.` is all of it. */
  readonly prefixes: readonly string[];
  /** Paths from the top, with `/`, each once a call. */
  readonly onChanged: (paths: readonly string[]) => void;
  readonly warn: (message: string) => void;
  readonly batchMs?: number;
}

/** One watcher for the files of all loops, below the folders that their globs begin with. Links are not followed. */
export class FileWatch {
  readonly #watcher: FSWatcher;
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(watcher: FSWatcher) {
    this.#watcher = watcher;
  }

  /** Resolves when it hears every change. */
  static async open({ root, prefixes, onChanged, warn, batchMs = 50 }: FileWatchOptions): Promise<FileWatch> {
    const fromTop = (path: string): string => relative(root, path).split(sep).join('/');
    const watcher = watch([...prefixes], {
      cwd: root,
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      ignored: (path) => isIgnoredPath(path.startsWith(root) ? fromTop(path) : path),
    });
    const self = new FileWatch(watcher);
    let hasWarned = false;
    watcher.on('error', (error) => {
      // One line for a system that is out of watches, not one for each file.
      if (!hasWarned) warn(`Files cannot all be watched: ${error instanceof Error ? error.message : String(error)}`);
      hasWarned = true;
    });
    watcher.on('all', (event, path) => {
      if (event === 'addDir' || event === 'unlinkDir') return;
      self.#changed.add(path.split(sep).join('/'));
      self.#timer ??= setTimeout(() => {
        self.#timer = undefined;
        const paths = [...self.#changed];
        self.#changed.clear();
        onChanged(paths);
      }, batchMs);
    });
    await new Promise<void>((resolve) => watcher.once('ready', resolve));
    return self;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher.close();
  }
}
