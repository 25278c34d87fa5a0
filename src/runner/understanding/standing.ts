import type { StandingUnit } from '../../comprehension/debt/owing.ts';
import { nameOf, pathOf, unitId } from '../../comprehension/debt/unitIds.ts';
import { blobsAt } from '../../git/blobsAt.ts';
import type { Repository } from '../../git/repository.ts';
import { orRefuse } from '../refusal.ts';
import type { Bodies, PathAndBlob, Run } from './bodies.ts';

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

  /** Every unit of the files of `landed`; of each file as it is in the first of the commits that has it. */
  async of(commits: readonly string[], landed: readonly LandedPart[]): Promise<readonly StandingUnit[]> {
    const wanted = byPath(landed);
    const files = await this.#filesOf(commits, [...wanted.keys()]);
    const read = await this.#bodies.of(files.map((file) => ({ ...file, runs: runsOf(wanted.get(file.path) ?? []) })));
    return files.flatMap(({ path }, index): readonly StandingUnit[] => {
      const units = read[index];
      // Nobody can tell where it stands in there: it does while the file is there.
      if (units === undefined) return [...new Set(wanted.get(path)?.map(({ unit }) => unit))].map((unit) => ({ unit }));
      return units.map(({ name, body, size, lines }) => ({
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

/** A unit that landed; without `body` it is only its file that is asked for. */
export type LandedPart = Pick<StandingUnit, 'unit'> & Partial<Pick<StandingUnit, 'body' | 'size'>>;

/** What is looked for where nothing in a file has a name. */
function runsOf(landed: readonly LandedPart[]): readonly Run[] {
  const runs = landed.flatMap(({ unit, body, size }) =>
    body === undefined || size === undefined ? [] : [[`${unit} ${body}`, { name: nameOf(unit), body, size }] as const],
  );
  return [...new Map(runs).values()];
}

function byPath(units: readonly LandedPart[]): ReadonlyMap<string, readonly LandedPart[]> {
  const found = new Map<string, LandedPart[]>();
  for (const unit of units) {
    const path = pathOf(unit.unit);
    const known = found.get(path);
    if (known === undefined) found.set(path, [unit]);
    else known.push(unit);
  }
  return found;
}
