import type { StandingUnit } from '../../comprehension/debt/owedUnits.ts';
import { pathOf, unitsOf } from '../../comprehension/debt/unitIds.ts';
import { blobsAt } from '../../git/blobsAt.ts';
import type { Repository } from '../../git/repository.ts';
import { orRefuse } from '../refusal.ts';
import type { Bodies, PathAndBlob } from './bodies.ts';

/** Commits whose files are remembered: a target and where it was before. */
const mostCommits = 8;

/** What stands on the targets now of the files that units are named in. */
export class Standing {
  readonly #repository: Pick<Repository, 'commonDir'>;
  readonly #bodies: Bodies;
  /** Blobs by path, null where there is no such file, by commit. */
  readonly #files = new Map<string, Map<string, string | null>>();

  constructor(repository: Pick<Repository, 'commonDir'>, bodies: Bodies) {
    this.#repository = repository;
    this.#bodies = bodies;
  }

  /** Every unit of the files of `units`; of each file as it is in the first of the commits that has it. */
  async of(commits: readonly string[], units: readonly string[]): Promise<readonly StandingUnit[]> {
    const wanted = byPath(units);
    const files = await this.#filesOf(commits, [...wanted.keys()]);
    const read = await this.#bodies.of(files);
    return files.flatMap(({ path }, index): readonly StandingUnit[] => {
      const known = read[index];
      const named = wanted.get(path) ?? [];
      if (known === undefined) return [...new Set(named)].map((unit) => ({ unit }));
      // What stands outside of every named part has no content of its own.
      const rest = named.includes(`${path}#`) && !known.some(({ name }) => name === '') ? [{ unit: `${path}#` }] : [];
      const parts = unitsOf(path, known).map(({ unit, body, size, lines }) => ({
        unit,
        body,
        size,
        line: lines.first,
      }));
      return [...parts, ...rest];
    });
  }

  /** A file of a commit; undefined where it has none. */
  async fileAt(commit: string, path: string): Promise<PathAndBlob | undefined> {
    return (await this.#filesOf([commit], [path]))[0];
  }

  async #filesOf(commits: readonly string[], paths: readonly string[]): Promise<readonly PathAndBlob[]> {
    const found: PathAndBlob[] = [];
    let left = paths;
    for (const commit of commits) {
      const blobs = await this.#blobsAt(commit, left);
      const missing: string[] = [];
      for (const path of left) {
        const blob = blobs.get(path) ?? null;
        if (blob === null) missing.push(path);
        else found.push({ path, blob });
      }
      left = missing;
      if (left.length === 0) break;
    }
    return found;
  }

  async #blobsAt(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const known = this.#files.get(commit) ?? new Map<string, string | null>();
    const unread = paths.filter((path) => !known.has(path));
    const blobs = orRefuse(await blobsAt(this.#repository, commit, unread));
    for (const path of unread) known.set(path, blobs.get(path) ?? null);
    this.#files.delete(commit);
    this.#files.set(commit, known);
    const [oldest] = this.#files.keys();
    if (this.#files.size > mostCommits && oldest !== undefined) this.#files.delete(oldest);
    return known;
  }
}

function byPath(units: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const unit of units) {
    const path = pathOf(unit);
    const known = found.get(path);
    if (known === undefined) found.set(path, [unit]);
    else known.push(unit);
  }
  return found;
}
