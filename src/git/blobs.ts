import type { Result } from '../model/result.ts';
import { parseBatch } from './batchedObjects.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

type Shared = Pick<Repository, 'commonDir'>;

/** Bytes of each of these blobs, by name; one that the repository does not have is left out. */
export function blobSizes(
  repo: Shared,
  blobs: Iterable<string>,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, number>, GitProblem>> {
  return attempt(async () => {
    const input = linesOf(blobs);
    if (input === '') return new Map();
    const said = await sharedGit(repo, signal).run(['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
      input,
    });
    const sizes = new Map<string, number>();
    for (const line of said.split('\n')) {
      const [, blob, bytes] = /^([0-9a-f]+) (\d+)$/.exec(line) ?? [];
      if (blob !== undefined) sizes.set(blob, Number(bytes));
    }
    return sizes;
  });
}

/** The contents of these blobs, by name, by one git; one that the repository does not have is left out. */
export function readBlobs(
  repo: Shared,
  blobs: Iterable<string>,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, Buffer>, GitProblem>> {
  return attempt(async () => {
    const names = [...new Set(blobs)];
    const input = linesOf(names);
    if (input === '') return new Map();
    const objects = parseBatch(await sharedGit(repo, signal).bytes(['cat-file', '--batch'], { input }));
    const contents = new Map<string, Buffer>();
    for (const [index, name] of names.entries()) {
      const object = objects[index];
      if (object?.type === 'blob') contents.set(name, object.content);
    }
    return contents;
  });
}

const linesOf = (names: Iterable<string>): string => [...new Set(names)].map((name) => `${name}\n`).join('');
