import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CoverageParts } from './hookRecord.ts';
import { coveredBy, type Intervals, union } from './intervals.ts';
import type { ObservedProcess, ScriptMap } from './observation.ts';
import { sourceFile } from './sourceFile.ts';
import { decodeMappings, mapBack } from './sourceMap.ts';

/** What one test ran: source files by path from the top of the worktree. */
export interface Spectrum {
  readonly failed: boolean;
  readonly files: ReadonlyMap<string, Intervals>;
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Turns coverage of executed scripts into coverage of source files, through source maps where there are some. */
export class SpectrumReader {
  readonly #root: string;
  readonly #wanted: (path: string) => boolean;

  /** `wanted` decides which files count, by path from the root with forward slashes. */
  constructor(root: string, wanted: (path: string) => boolean) {
    this.#root = root;
    this.#wanted = wanted;
  }

  /**
   * One spectrum a test of node:test; for any other process one for all of it, failed when its exit code is not 0 or
   * when it is `suspect`.
   */
  spectraOf(observed: ObservedProcess, suspect = false): Spectrum[] {
    if (observed.tests.length === 0)
      return [this.#spectrum(suspect || observed.process.code !== 0, observed.whole, observed.maps)];
    const shared = this.#spectrum(false, observed.shared, observed.maps).files;
    return observed.tests.map(({ passed, parts }) => {
      const own = this.#spectrum(!passed, parts, observed.maps);
      return { failed: own.failed, files: merged([own.files, shared]) };
    });
  }

  #spectrum(failed: boolean, parts: CoverageParts, maps: ReadonlyMap<string, ScriptMap>): Spectrum {
    const files = parts.flatMap((part) =>
      Object.entries(part).map(([url, ranges]) => this.#sourcesOf(url, coveredBy(ranges), maps.get(url))),
    );
    return { failed, files: merged(files) };
  }

  #sourcesOf(url: string, covered: Intervals, map: ScriptMap | undefined): Map<string, Intervals> {
    const script = pathOf(url);
    const found = new Map<string, Intervals>();
    if (script === undefined) return found;
    if (map === undefined) {
      this.#keep(found, script, () => covered);
      return found;
    }
    const mappings = decodeMappings(map.data.mappings);
    for (const [index, source] of map.data.sources.entries()) {
      const file = sourceFile(url, map.data, source);
      const text = file === undefined ? undefined : textOf(file);
      if (file === undefined || text === undefined) continue;
      this.#keep(found, file, () => mapBack(covered, map.lineLengths, mappings, index, text));
    }
    return found;
  }

  #keep(found: Map<string, Intervals>, file: string, covered: () => Intervals): void {
    const path = relative(this.#root, file).split(sep).join('/');
    if (path.startsWith('../') || !this.#wanted(path)) return;
    found.set(path, covered());
  }
}

function merged(maps: readonly ReadonlyMap<string, Intervals>[]): Map<string, Intervals> {
  const gathered = new Map<string, Intervals[]>();
  for (const [path, intervals] of maps.flatMap((map) => [...map])) {
    gathered.set(path, [...(gathered.get(path) ?? []), intervals]);
  }
  return new Map([...gathered].map(([path, sets]) => [path, union(sets)]));
}
