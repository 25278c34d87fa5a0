import { Disposable, RelativePattern, type Uri, type WorkspaceFolder, workspace } from 'vscode';
import { coalesced } from '../coalesced.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import { type LoopEntry, loopGlob, loopNameOf } from './loopFile.ts';

export interface WorkspaceLoop extends LoopEntry {
  readonly uri: Uri;
}

/** Reads the text of a loop file. Must not throw or reject. */
export type ReadLoop = (text: string, file: string) => Promise<LoopEntry>;

/** The loop files of the window's folders, kept true by a watcher each; none where no folder is open. */
export class LoopFiles {
  readonly #read: ReadLoop;
  readonly #changed = new Listeners<[]>();
  readonly #update = coalesced(() => void this.#readAll());
  readonly #foldersChanged: Disposable;
  #watchers: Disposable = Disposable.from();
  #loops: readonly WorkspaceLoop[] = [];
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(read: ReadLoop) {
    this.#read = read;
    this.#foldersChanged = workspace.onDidChangeWorkspaceFolders(() => this.#watchFolders());
    this.#watchFolders();
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** By name; those of one name in the order of their folders. */
  all(): readonly WorkspaceLoop[] {
    return this.#loops;
  }

  /** Reads the folders anew. */
  async refresh(): Promise<void> {
    await this.#readAll();
  }

  dispose(): void {
    this.#update.cancel();
    this.#foldersChanged.dispose();
    this.#watchers.dispose();
  }

  #watchFolders(): void {
    this.#watchers.dispose();
    const folders = workspace.workspaceFolders ?? [];
    this.#watchers = Disposable.from(...folders.map((folder) => this.#watch(folder)));
    if (folders.length + this.#loops.length > 0) this.#update.ask();
  }

  #watch(folder: WorkspaceFolder): Disposable {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, loopGlob));
    return Disposable.from(
      watcher,
      watcher.onDidChange(() => this.#update.ask()),
      watcher.onDidCreate(() => this.#update.ask()),
      watcher.onDidDelete(() => this.#update.ask()),
    );
  }

  /** One reading at a time; one that was asked for meanwhile follows. */
  async #readAll(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readWhileAsked().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readWhileAsked(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const folders = workspace.workspaceFolders ?? [];
      const found = await Promise.all(
        folders.map((folder) => workspace.findFiles(new RelativePattern(folder, loopGlob))),
      );
      const loops = await Promise.all(found.flat().map((uri) => this.#readOne(uri)));
      this.#loops = loops.sort((a, b) => a.name.localeCompare(b.name));
      this.#changed.tell();
    }
  }

  async #readOne(uri: Uri): Promise<WorkspaceLoop> {
    const file = workspace.asRelativePath(uri, false);
    try {
      const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
      return { ...(await this.#read(text, file)), uri };
    } catch (error) {
      const problem = `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      return { uri, file, name: loopNameOf(file), errors: 1, warnings: 0, problem };
    }
  }
}
