import { dirname } from 'node:path';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { Repository, RepositoryParts, RepositoryPlace } from './repository.ts';
import type { FolderUri, WindowFolder, WindowFolders } from './windowFolders.ts';

export interface RepositoriesPorts {
  readonly folders: WindowFolders;
  /** The repository that a folder of this machine lies in. Must not reject. */
  readonly locate: (path: string) => Promise<{ readonly root: string; readonly commonDir: string } | undefined>;
  /** What the window holds for a repository that has come. */
  readonly make: (place: RepositoryPlace) => RepositoryParts;
  /** Which repository a run belongs to, where that is known. */
  readonly idOfRun: (run: string) => string | undefined;
  /** The last folder of a repository was closed. */
  readonly gone: (id: string) => void;
}

interface Held extends Repository {
  folders: readonly WindowFolder[];
  readonly parts: RepositoryParts;
}

/** The repositories of the window's folders. Two folders of one repository share what there is of it. */
export class Repositories {
  readonly #ports: RepositoriesPorts;
  readonly #changed = new Listeners<[]>();
  readonly #unsubscribe: Unsubscribe;
  #held: readonly Held[] = [];
  /** Which of them a folder belongs to, by its URI. */
  #ofFolder: ReadonlyMap<string, string> = new Map();
  #looking: Promise<void>;
  #isOver = false;

  constructor(ports: RepositoriesPorts) {
    this.#ports = ports;
    this.#unsubscribe = ports.folders.onChange(() => void this.look());
    this.#looking = this.#look();
  }

  /** Called when a repository has come or gone, or one of its folders. */
  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** In the order of their first folders. Empty until the folders were looked at: see `ready`. */
  all(): readonly Repository[] {
    return this.#held;
  }

  /** Resolves once the folders that are open now were looked at. */
  ready(): Promise<void> {
    return this.#looking;
  }

  /** Looks at the folders anew: one may have become a repository since. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  byId(id: string): Repository | undefined {
    return this.#held.find((one) => one.id === id);
  }

  /** The repository of a run that this window knows of. */
  ofRun(run: string): Repository | undefined {
    const id = this.#ports.idOfRun(run);
    return id === undefined ? undefined : this.byId(id);
  }

  /** The repository of a file in one of the window's folders. */
  ofUri(uri: FolderUri): Repository | undefined {
    const folder = this.#ports.folders.of(uri);
    const id = folder === undefined ? undefined : this.#ofFolder.get(folder.uri.toString());
    return id === undefined ? undefined : this.byId(id);
  }

  /** The same, also for a file above the window's folders that lies in the repository of one of them. */
  async ofFile(uri: FolderUri): Promise<Repository | undefined> {
    await this.ready();
    const known = this.ofUri(uri);
    if (known !== undefined || uri.scheme !== 'file') return known;
    const place = await this.#ports.locate(dirname(uri.fsPath));
    return place && this.byId(place.commonDir);
  }

  /** The name of a run's repository, where the window has several and it must be told. */
  nameOf(run: string): string | undefined {
    return this.#held.length > 1 ? this.ofRun(run)?.name : undefined;
  }

  dispose(): void {
    this.#isOver = true;
    this.#unsubscribe();
    for (const { parts } of this.#held) parts.dispose();
    this.#held = [];
  }

  async #look(): Promise<void> {
    const folders = this.#ports.folders.all();
    const places = await Promise.all(folders.map((folder) => this.#placeOf(folder)));
    if (this.#isOver) return;
    const wanted = new Map<string, { readonly place: RepositoryPlace; readonly folders: WindowFolder[] }>();
    const ofFolder = new Map<string, string>();
    for (const [index, place] of places.entries()) {
      const folder = folders[index];
      if (folder === undefined) continue;
      const known = wanted.get(place.id) ?? { place, folders: [] };
      known.folders.push(folder);
      wanted.set(place.id, known);
      ofFolder.set(folder.uri.toString(), place.id);
    }
    const gone = this.#held.filter(({ id }) => !wanted.has(id));
    this.#held = [...wanted.values()].map((one) => this.#hold(one.place, one.folders));
    this.#ofFolder = ofFolder;
    for (const { id, parts } of gone) {
      parts.dispose();
      this.#ports.gone(id);
    }
    this.#changed.tell();
  }

  #hold(place: RepositoryPlace, folders: readonly WindowFolder[]): Held {
    const before = this.#held.find(({ id }) => id === place.id);
    if (before !== undefined) {
      before.folders = folders;
      return before;
    }
    const parts = this.#ports.make(place);
    const { link, feed, schedules, handover } = parts;
    return {
      ...place,
      ...{ link, feed, schedules, handover, parts, folders },
      get name() {
        return this.folders[0]?.name ?? '';
      },
    };
  }

  async #placeOf({ uri }: WindowFolder): Promise<RepositoryPlace> {
    if (uri.scheme !== 'file') return { id: uri.toString(), root: undefined };
    const place = await this.#ports.locate(uri.fsPath);
    return place === undefined ? { id: uri.toString(), root: uri.fsPath } : { id: place.commonDir, root: place.root };
  }
}
