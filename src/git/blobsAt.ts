import type { Result } from '../model/result.ts';
import { parseTree } from './objects.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** Characters of paths that are named to git; beyond them the whole tree is listed, which is slower and says the same. */
const mostNamed = 20_000;

/** The blobs of these files (paths from the top) in a commit, by path; what is no regular file there is left out. One git process. */
export function blobsAt(
  repo: Pick<Repository, 'commonDir'>,
  commit: string,
  paths: readonly string[],
): Promise<Result<ReadonlyMap<string, string>, GitProblem>> {
  return attempt(async () => {
    if (paths.length === 0) return new Map();
    const wanted = new Set(paths);
    const isShort = paths.reduce((sum, path) => sum + path.length + 1, 0) <= mostNamed;
    const named = isShort ? ['--', ...paths] : [];
    const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', commit, ...named];
    const entries = await sharedGit(repo).ask({ args, parse: parseTree });
    const files = entries.filter(
      ({ path, type, mode }) => wanted.has(path) && type === 'blob' && mode.startsWith('100'),
    );
    return new Map(files.map(({ path, object }) => [path, object]));
  });
}
