import { createHash } from 'node:crypto';
import {
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  Uri,
} from 'vscode';
import type { Refusal } from '../../protocol/runner.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { childrenOf, pathKind } from './changeFolders.ts';
import { type ReviewPlace, reviewPlaceOf, reviewScheme, reviewUriParts } from './reviewUri.ts';

/** The paths of an item's change; empty where there is none. */
export type ChangedPaths = (of: ItemRef) => Promise<readonly string[]>;

/** What was read of a file, and when its content last changed as far as this window saw (epoch milliseconds). */
interface Seen {
  readonly digest: string;
  readonly editable: boolean;
  readonly createdAt: number;
  readonly changedAt: number;
}

/**
 * Both sides of a change as files, and only the files of the change: base from git, read-only; head from the worktree, writable while the run waits for a
 * person. A file that a side does not have reads as empty and cannot be written. The runner does the reading and
 * writing: the editor touches neither git nor the worktree.
 */
export class ReviewFiles implements FileSystemProvider {
  readonly #link: RunRequests;
  readonly #changedPaths: ChangedPaths;
  readonly #scheme: string;
  readonly #seen = new Map<string, Seen>();
  readonly #watched = new Map<string, Uri>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();

  readonly onDidChangeFile = this.#changed.event;

  constructor(link: RunRequests, changedPaths: ChangedPaths, scheme: string = reviewScheme) {
    this.#link = link;
    this.#changedPaths = changedPaths;
    this.#scheme = scheme;
  }

  uriOf(place: ReviewPlace): Uri {
    return Uri.from(reviewUriParts(place, this.#scheme));
  }

  watch(uri: Uri): Disposable {
    const key = uri.toString();
    this.#watched.set(key, uri);
    return new Disposable(() => this.#watched.delete(key));
  }

  /** Looks again at the open files of an item's head, and tells the editor which of them changed. */
  async refresh(of: ItemRef): Promise<void> {
    const open = [...this.#watched.values()].filter((uri) => {
      const place = reviewPlaceOf(uri);
      return place?.side === 'head' && isSameItem(place, of);
    });
    const changes = await Promise.all(open.map((uri) => this.#look(uri)));
    const events = changes.flatMap((change) => (change === undefined ? [] : [change]));
    if (events.length > 0) this.#changed.fire(events);
  }

  async stat(uri: Uri): Promise<FileStat> {
    const place = placeOf(uri);
    const kind = pathKind(await this.#changedPaths(place), place.path);
    if (kind === 'absent') throw FileSystemError.FileNotFound(uri);
    if (kind === 'folder') return folderStat;
    const content = await this.#read(uri);
    const seen = this.#seen.get(uri.toString());
    return {
      type: FileType.File,
      size: content.byteLength,
      ctime: seen?.createdAt ?? 0,
      mtime: seen?.changedAt ?? 0,
      ...(seen?.editable ? {} : { permissions: FilePermission.Readonly }),
    };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return this.#read(uri);
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const { side, path, at, run, item } = placeOf(uri);
    if (side === 'base') throw FileSystemError.NoPermissions(`${path}: the base of a change cannot be edited.`);
    if (at !== undefined) throw FileSystemError.NoPermissions(`${path}: this is how it was; edit it as it is now.`);
    const written = await this.#link.request('writeFile', { run, item, path, content: toBase64(content) });
    if (!written.ok) throw refused(written.error);
    this.#note(uri, content, true);
    this.#changed.fire([{ type: FileChangeType.Changed, uri }]);
  }

  async readDirectory(uri: Uri): Promise<[string, FileType][]> {
    const place = placeOf(uri);
    const children = childrenOf(await this.#changedPaths(place), place.path);
    return children.map(([name, kind]) => [name, kind === 'folder' ? FileType.Directory : FileType.File]);
  }

  createDirectory(uri: Uri): void {
    throw notHere(uri);
  }

  delete(uri: Uri): void {
    throw notHere(uri);
  }

  rename(uri: Uri): void {
    throw notHere(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #read(uri: Uri): Promise<Uint8Array> {
    const read = await this.#link.request('readFile', placeOf(uri));
    if (!read.ok) throw refused(read.error);
    const content = Buffer.from(read.value.content ?? '', 'base64');
    this.#note(uri, content, read.value.editable && read.value.content !== undefined);
    return content;
  }

  /** The event that a fresh look calls for. A file that cannot be read now is left as it stands in the editor. */
  async #look(uri: Uri): Promise<FileChangeEvent | undefined> {
    const before = this.#seen.get(uri.toString());
    await this.#read(uri).catch(() => undefined);
    const after = this.#seen.get(uri.toString());
    const same = before?.digest === after?.digest && before?.editable === after?.editable;
    return same ? undefined : { type: FileChangeType.Changed, uri };
  }

  /** The editor takes a newer time for newer content, so the time moves when the content does, and only then. */
  #note(uri: Uri, content: Uint8Array, editable: boolean): void {
    const place = reviewPlaceOf(uri);
    const isEditable = editable && place?.side === 'head' && place.at === undefined;
    const digest = createHash('sha256').update(content).digest('hex');
    const before = this.#seen.get(uri.toString());
    const now = Math.max(Date.now(), (before?.changedAt ?? 0) + 1);
    const times =
      before === undefined
        ? { createdAt: now, changedAt: now }
        : { createdAt: before.createdAt, changedAt: before.digest === digest ? before.changedAt : now };
    this.#seen.set(uri.toString(), { digest, editable: isEditable, ...times });
  }
}

const folderStat: FileStat = {
  type: FileType.Directory,
  size: 0,
  ctime: 0,
  mtime: 0,
  permissions: FilePermission.Readonly,
};

function placeOf(uri: Uri): ReviewPlace {
  const place = reviewPlaceOf(uri);
  if (place === undefined) throw FileSystemError.FileNotFound(uri);
  return place;
}

const toBase64 = (content: Uint8Array): string =>
  Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');

const refused = ({ code, message }: Refusal): FileSystemError =>
  code === 'not-editable' ? FileSystemError.NoPermissions(message) : FileSystemError.Unavailable(message);

const notHere = (uri: Uri): FileSystemError =>
  FileSystemError.NoPermissions(`${uri.path}: in a review only the files of the change can be edited.`);
