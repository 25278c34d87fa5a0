import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseLoop } from '../language/parseLoop.ts';
import type { Problem } from '../language/problem.ts';
import type { WorkspaceIndex } from '../language/workspaceIndex.ts';
import { debounceMilliseconds } from './debounce.ts';

type Publish = (uri: string, version: number, problems: readonly Problem[]) => void;

/** What the repository of a document has; undefined while nothing is known of it. Must not wait. */
type IndexOf = (uri: string) => WorkspaceIndex | undefined;

/** Path of a document, where it is a file. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // A file of another system, such as `file://host/share` on Linux.
    return undefined;
  }
}

/**
 * Validates documents when they change: at once where nothing was typed for a while, so that a single edit is answered
 * without a wait, and in a burst a little after its last change. A change while one waits starts the wait again, so that
 * only the latest version is ever looked at; `publish` is told its version.
 */
export class Validation {
  readonly #publish: Publish;
  readonly #indexOf: IndexOf;
  readonly #parse: typeof parseLoop;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #known = new Map<string, { readonly version: number; readonly problems: readonly Problem[] }>();
  readonly #published = new Map<string, string>();
  /** When each document was last edited or looked at, in milliseconds of `performance.now()`. */
  readonly #busyAt = new Map<string, number>();
  #lastMilliseconds = 0;

  constructor(publish: Publish, indexOf: IndexOf, parse: typeof parseLoop = parseLoop) {
    this.#publish = publish;
    this.#indexOf = indexOf;
    this.#parse = parse;
  }

  /** A document was opened or edited. The first look at a document does not wait, nor does one after a rest. */
  changed(document: TextDocument): void {
    const { uri } = document;
    const wait = debounceMilliseconds(this.#lastMilliseconds);
    const now = performance.now();
    const isBurst = now - (this.#busyAt.get(uri) ?? Number.NEGATIVE_INFINITY) < wait;
    this.#busyAt.set(uri, now);
    this.#later(document, isBurst ? wait : 0);
  }

  /** What a document is looked at with has changed, not its text; told only where that makes a difference. */
  again(document: TextDocument): void {
    this.#known.delete(document.uri);
    if (!this.#waiting.has(document.uri)) this.#later(document, debounceMilliseconds(this.#lastMilliseconds));
  }

  #later(document: TextDocument, wait: number): void {
    const { uri } = document;
    clearTimeout(this.#waiting.get(uri));
    const timer = setTimeout(() => {
      this.#waiting.delete(uri);
      this.#tell(document);
    }, wait);
    this.#waiting.set(uri, timer);
  }

  #tell(document: TextDocument): void {
    const { uri, version } = document;
    const problems = this.problemsOf(document);
    // Edits made while a long text was looked at come all at once after it: they are of a burst too.
    this.#busyAt.set(uri, performance.now());
    const told = JSON.stringify({ version, problems });
    if (this.#published.get(uri) === told) return;
    this.#published.set(uri, told);
    this.#publish(uri, version, problems);
  }

  /** The problems of a document as it is now; looked for again only when it has changed. */
  problemsOf(document: TextDocument): readonly Problem[] {
    const known = this.#known.get(document.uri);
    if (known?.version === document.version) return known.problems;
    const startedAt = performance.now();
    const path = pathOfUri(document.uri);
    const index = this.#indexOf(document.uri);
    const { problems } = this.#parse(document.getText(), path === undefined ? { index } : { path, index });
    this.#lastMilliseconds = performance.now() - startedAt;
    this.#known.set(document.uri, { version: document.version, problems });
    return problems;
  }

  /** A document was closed: its problems are taken back. */
  closed(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#known.delete(uri);
    this.#published.delete(uri);
    this.#busyAt.delete(uri);
    this.#publish(uri, 0, []);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
