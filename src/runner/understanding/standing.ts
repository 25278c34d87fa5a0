import type { StandingUnit } from '../../comprehension/debt/owing.ts';
import { pathOf, unitId } from '../../comprehension/debt/unitIds.ts';
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
  async of(commits: readonly string[], units: Iterable<string>): Promise<readonly StandingUnit[]> {
    const wanted = byPath(units);
    const files = await this.#filesOf(commits, [...wanted.keys()]);
    const read = await this.#bodies.of(files);
    return files.flatMap(({ path }, index): readonly StandingUnit[] => {
      const there = read[index];
      // Nobody can tell where it stands in there: it does while the file is there.
      if (there === undefined) return [...(wanted.get(path) ?? [])].map((unit) => ({ unit }));
      return there.map(({ name, body, size, lines }) => ({
        ...{ unit: unitId(path, name), body, size },
        ...(name === '' ? {} : { line: lines.first, lines: lines.count }),
      }));
    });
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

function byPath(units: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const unit of units) {
    const path = pathOf(unit);
    const known = found.get(path);
    if (known === undefined) found.set(path, new Set([unit]));
    else known.add(unit);
  }
  return found;
}
