import { appendFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, extname, join, posix } from 'node:path';
import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { comprehensionFolder } from './clone.ts';

/** A file by its path and its content. */
export interface PathAndBlob {
  readonly path: string;
  readonly blob: string;
}

/** Reads the units of files, each path once; one of a kind in which nothing has a name is left out. Rejects where that cannot be done now. */
export type UnitBodies = (files: readonly PathAndBlob[]) => Promise<ReadonlyMap<string, readonly CodeUnit[]>>;

/** Raised when bodies are hashed in another way. */
const format = 1;
/** A larger file is begun anew: most of what it holds is of contents that are gone. */
const mostBytes = 64_000_000;

/** Of a unit: name, first line, lines, body, size. */
type KeptUnit = readonly [string, number, number, string, number];
/** What it is the units of, and these; null: nothing in a file of its kind has a name. */
type KeptLine = readonly [string, readonly KeptUnit[] | null];

/** The units of contents, each read once and kept on disk: what stands where is asked for again and again. */
export class Bodies {
  readonly #file: string;
  readonly #read: UnitBodies;
  #kept: Promise<Map<string, readonly CodeUnit[] | undefined>> | undefined;

  constructor(commonDir: string, read: UnitBodies) {
    this.#file = join(comprehensionFolder(commonDir), 'bodies', `units-${format}.jsonl`);
    this.#read = read;
  }

  /** The units of each file, by its place in `files`; undefined where nothing in a file of its kind has a name. */
  async of(files: readonly PathAndBlob[]): Promise<readonly (readonly CodeUnit[] | undefined)[]> {
    this.#kept ??= this.#load();
    const kept = await this.#kept;
    const unread = new Map(files.filter((file) => !kept.has(keyOf(file))).map((file) => [keyOf(file), file]));
    // One path may be asked for with several contents.
    for (const batch of batches([...unread.values()])) {
      const units = await this.#read(batch);
      for (const file of batch) kept.set(keyOf(file), units.get(file.path));
    }
    await this.#keep([...unread.values()], kept);
    return files.map((file) => kept.get(keyOf(file)));
  }

  /** What cannot be read is read anew from the sources. */
  async #load(): Promise<Map<string, readonly CodeUnit[] | undefined>> {
    const size = (await stat(this.#file).catch(() => undefined))?.size ?? 0;
    if (size > mostBytes) await rm(this.#file, { force: true });
    const text = size > mostBytes ? '' : await readFile(this.#file, 'utf8').catch(() => '');
    const kept = new Map<string, readonly CodeUnit[] | undefined>();
    for (const line of text.split('\n')) {
      const known = keptLine(line);
      if (known !== undefined) kept.set(...known);
    }
    return kept;
  }

  async #keep(files: readonly PathAndBlob[], kept: Map<string, readonly CodeUnit[] | undefined>): Promise<void> {
    if (files.length === 0) return;
    const lines = files.map((file): string => {
      const units = kept.get(keyOf(file));
      const line: KeptLine = [keyOf(file), units?.map(packed) ?? null];
      return `${JSON.stringify(line)}\n`;
    });
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await appendFile(this.#file, lines.join(''), { mode: 0o600 });
  }
}

const packed = ({ name, lines, body, size }: CodeUnit): KeptUnit => [name, lines.first, lines.count, body, size];

function keptLine(line: string): [string, readonly CodeUnit[] | undefined] | undefined {
  try {
    // We wrote it; only its end may be missing.
    const [key, units] = JSON.parse(line) as KeptLine;
    return [key, units?.map(([name, first, count, body, size]) => ({ name, lines: { first, count }, body, size }))];
  } catch {
    return undefined;
  }
}

/** The same content is read in another way under a name of another language. */
const languageOf = (path: string): string => {
  const extension = extname(path).toLowerCase();
  return extension === '' ? posix.basename(path) : extension;
};

const keyOf = ({ path, blob }: PathAndBlob): string => `${blob} ${languageOf(path)}`;

/** As few lists as there are, none with a path twice. */
function batches(files: readonly PathAndBlob[]): readonly (readonly PathAndBlob[])[] {
  const all: Map<string, PathAndBlob>[] = [];
  for (const file of files) {
    const free = all.find((one) => !one.has(file.path));
    if (free === undefined) all.push(new Map([[file.path, file]]));
    else free.set(file.path, file);
  }
  return all.map((one) => [...one.values()]);
}
