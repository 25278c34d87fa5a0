import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { indexedLoop } from '../language/indexedLoop.ts';
import type { IndexedLoop, WorkspaceIndex } from '../language/workspaceIndex.ts';
import { isIndexed, isLoopPath, repositoryTop } from '../workspace/paths.ts';
import type { Repository } from './session.ts';
import { pathOfUri } from './validation.ts';

export interface WorkspacesWorld {
  /** Reads a repository; undefined where there is none. Must not reject. */
  read(top: string): Promise<WorkspaceIndex | undefined>;
  /** Every open loop file. */
  documents(): readonly TextDocument[];
  /** Called when what loops of a repository can name has changed. */
  changed(top: string): void;
  /** Called when what can be told of the loops of a repository has changed: that, or the text of one. */
  loopsChanged(top: string): void;
}

/** What is known of one repository. */
interface Known {
  disk?: WorkspaceIndex | undefined;
  reading?: Promise<void> | undefined;
  /** Something has changed since the reading began. */
  isStale: boolean;
  /** With open documents in place of their files. */
  whole?: WorkspaceIndex | undefined;
  facts: string;
}

/** Milliseconds that files and documents must be quiet before they are looked at again. */
const quiet = 200;

/**
 * An index for each repository that open documents lie in: read when it is first asked for, read again when files change,
 * with the text of open loop files in place of what is on disk. Asking never waits.
 */
export class Workspaces {
  readonly #world: WorkspacesWorld;
  readonly #known = new Map<string, Known>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #open = new WeakMap<TextDocument, { readonly version: number; readonly loop: IndexedLoop }>();

  constructor(world: WorkspacesWorld) {
    this.#world = world;
  }

  /** What was known last of the repository that a document is in; undefined while nothing is, and then it is read. */
  indexOf(uri: string): WorkspaceIndex | undefined {
    const top = topOf(uri);
    if (top === undefined) return undefined;
    if (!this.#known.has(top)) void this.read(top);
    return this.#known.get(top)?.whole;
  }

  /** The index of a repository once it has been read, with every open document as it is now. */
  async read(top: string): Promise<WorkspaceIndex | undefined> {
    const known: Known = this.#known.get(top) ?? { isStale: true, facts: '' };
    this.#known.set(top, known);
    known.reading ??= this.#readWhileStale(top, known).finally(() => {
      known.reading = undefined;
    });
    await known.reading;
    this.#lookAtDocuments(top);
    return known.whole;
  }

  /** What each of these repositories has; of those that there are. */
  async repositories(tops: readonly string[]): Promise<readonly Repository[]> {
    const found: Repository[] = [];
    for (const top of new Set(tops)) {
      const index = await this.read(top);
      if (index !== undefined) found.push({ index, uriOf: (path) => this.uriOf(top, path) });
    }
    return found;
  }

  /** The uri of a path of a repository: of the open document where there is one, as the client spells it. */
  uriOf(top: string, path: string): string {
    const file = join(top, ...path.split('/'));
    const open = this.#world.documents().find(({ uri }) => samePath(pathOfUri(uri), file));
    return open?.uri ?? pathToFileURL(file).href;
  }

  /** A document was opened, edited or closed. */
  documentChanged(uri: string): void {
    const top = topOf(uri);
    if (top !== undefined && this.#known.has(top)) this.#later(top);
  }

  /** Files were made, changed or deleted. Of those that no loop can name nothing is read. */
  filesChanged(uris: readonly string[]): void {
    const paths = uris.flatMap((uri) => pathOfUri(uri) ?? []);
    for (const top of this.#known.keys()) {
      if (paths.some((path) => isIndexed(slashed(relative(top, path))))) this.refresh(top);
    }
  }

  /** Reads a repository again, if it was read before. */
  refresh(top: string): void {
    const known = this.#known.get(top);
    if (known === undefined) return;
    known.isStale = true;
    this.#later(top);
  }

  /** Forgets the repositories that nothing is open of. */
  forgetUnused(kept: readonly string[]): void {
    const used = new Set([...kept, ...this.#world.documents().map(({ uri }) => topOf(uri))]);
    for (const top of this.#known.keys()) if (!used.has(top)) this.#known.delete(top);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#known.clear();
  }

  #later(top: string): void {
    clearTimeout(this.#waiting.get(top));
    const timer = setTimeout(() => {
      this.#waiting.delete(top);
      void this.read(top);
    }, quiet);
    this.#waiting.set(top, timer);
  }

  async #readWhileStale(top: string, known: Known): Promise<void> {
    while (known.isStale) {
      known.isStale = false;
      known.disk = await this.#world.read(top);
    }
  }

  #lookAtDocuments(top: string): void {
    const known = this.#known.get(top);
    if (known === undefined) return;
    const before = known.whole;
    known.whole = known.disk && this.#withDocuments(top, known.disk);
    const facts = known.whole === undefined ? '' : indexFacts(known.whole);
    const isSame = facts === known.facts;
    known.facts = facts;
    if (!isSame) this.#world.changed(top);
    if (!isSame || !haveSameTexts(before, known.whole)) this.#world.loopsChanged(top);
  }

  #withDocuments(top: string, disk: WorkspaceIndex): WorkspaceIndex {
    const open = this.#world.documents().flatMap((document) => this.#loopOf(document, top) ?? []);
    const files = new Set(open.map(({ file }) => file));
    const closed = disk.loops.filter(({ file }) => !files.has(file));
    return { ...disk, loops: [...closed, ...open].sort((a, b) => (a.file < b.file ? -1 : 1)) };
  }

  /** The entry of an open document that is one of the repository's loops. */
  #loopOf(document: TextDocument, top: string): IndexedLoop | undefined {
    const file = topOf(document.uri) === top ? fileOf(document.uri) : undefined;
    if (file === undefined || !isLoopPath(file)) return undefined;
    const known = this.#open.get(document);
    if (known?.version === document.version) return known.loop;
    const loop = indexedLoop(file, document.getText());
    this.#open.set(document, { version: document.version, loop });
    return loop;
  }
}

/** The repository that a document belongs to. */
export function topOf(uri: string): string | undefined {
  const path = pathOfUri(uri);
  return path === undefined ? undefined : repositoryTop(path);
}

/** The path of a document from the top of its repository. */
export function fileOf(uri: string): string | undefined {
  const path = pathOfUri(uri);
  const top = topOf(uri);
  return path === undefined || top === undefined ? undefined : slashed(relative(top, path));
}

const slashed = (path: string): string => path.split(sep).join('/');

/** Clients spell the letter of a drive in either case. */
const samePath = (a: string | undefined, b: string): boolean =>
  sep === '/' ? a === b : a?.toLowerCase() === b.toLowerCase();

/** Of two indexes with the same loops. */
const haveSameTexts = (before: WorkspaceIndex | undefined, now: WorkspaceIndex | undefined): boolean =>
  now?.loops.every(({ text }, at) => before?.loops[at]?.text === text) ?? true;

/** Everything that a problem can come from; what else a loop's text says concerns that loop alone. */
export const indexFacts = (index: WorkspaceIndex): string =>
  JSON.stringify({ ...index, loops: index.loops.map(({ text: _text, ...facts }) => facts) });
