import { Disposable, FileType, RelativePattern, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { loopsFolder } from '../../model/loopPath.ts';
import type { LoopRow } from '../../model/loopsReply.ts';
import { coalesced } from '../coalesced.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { DeclaredInputs } from './inputValue.ts';
import { isLoopFile, type LoopEntry, loopEntry, loopGlob } from './loopFile.ts';
import type { LoopService } from './loopService.ts';
import { sameLoops } from './sameLoops.ts';

export interface WorkspaceLoop extends LoopEntry {
  readonly uri: Uri;
}

/**
 * The loop files of the window's folders, kept true by a watcher each; none where no folder is open. That they are there is
 * read here, without a process; what is in them the language server tells, once somebody looks.
 */
export class LoopFiles {
  readonly #service: LoopService;
  readonly #changed = new Listeners<[]>();
  readonly #update = coalesced(() => void this.#readAll());
  readonly #subscriptions: Disposable;
  #watchers: Disposable = Disposable.from();
  #loops: readonly WorkspaceLoop[] = [];
  /** What the server told last, by the file's URI. */
  #rows: ReadonlyMap<string, LoopRow> = new Map();
  #isLookedAt = false;
  #isListed = false;
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(service: LoopService) {
    this.#service = service;
    this.#subscriptions = Disposable.from(
      workspace.onDidChangeWorkspaceFolders(() => this.#watchFolders()),
      { dispose: service.onChange(() => this.#update.ask()) },
    );
    this.#watchFolders();
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** By name; those of one name in the order of their folders. */
  all(): readonly WorkspaceLoop[] {
    return this.#loops;
  }

  /** Resolves once it is known which loop files there are. */
  listed(): Promise<void> {
    if (this.#isListed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = this.onChange(() => {
        end();
        resolve();
      });
    });
  }

  /** Reads the folders anew. */
  async refresh(): Promise<void> {
    await this.#readAll();
  }

  /** Somebody looks at the loops: from now on they are told with what is in them. Resolves when they are. */
  async look(): Promise<void> {
    this.#isLookedAt = true;
    await this.#readAll();
  }

  /** What a person is asked before the loop of a file runs; nothing where it cannot be read: the runner says then what is wrong. */
  async inputsOf(uri: Uri): Promise<DeclaredInputs> {
    const rows = await this.#service.loopsOf(Uri.joinPath(uri, '..', '..').toString());
    return rows.find((row) => keyOf(row) === uri.toString())?.inputs ?? {};
  }

  dispose(): void {
    this.#update.cancel();
    this.#subscriptions.dispose();
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
      const found = await Promise.all(folders.map(({ uri }) => loopsIn(uri)));
      const uris = [...new Map(found.flat().map((uri) => [uri.toString(), uri])).values()];
      this.#show(uris);
      if (!this.#isLookedAt || uris.length === 0) continue;
      const told = await Promise.all(folders.map(({ uri }) => this.#service.loopsOf(uri.toString())));
      this.#rows = new Map(told.flat().map((row) => [keyOf(row), row]));
      this.#show(uris);
    }
  }

  #show(uris: readonly Uri[]): void {
    const loops = uris.map((uri) => ({
      ...loopEntry(workspace.asRelativePath(uri, false), this.#rows.get(uri.toString())),
      uri,
    }));
    this.#isListed = true;
    this.#loops = sameLoops(
      this.#loops,
      loops.sort((a, b) => a.name.localeCompare(b.name)),
    );
    this.#changed.tell();
  }
}

/** The loop files of a folder; none where it has no `.loops`. */
async function loopsIn(folder: Uri): Promise<readonly Uri[]> {
  const inside = Uri.joinPath(folder, loopsFolder);
  try {
    const entries = await workspace.fs.readDirectory(inside);
    const names = entries.flatMap(([name, type]) => (type & FileType.File && isLoopFile(name) ? [name] : []));
    return names.map((name) => Uri.joinPath(inside, name));
  } catch {
    return [];
  }
}

/** The server spells a URI its own way. */
const keyOf = ({ uri }: LoopRow): string => Uri.parse(uri).toString();
