import type { Change, FileChange } from '../model/change.ts';
import type { Result } from '../model/result.ts';
import type { Git } from './hardened.ts';
import { attempt, type GitProblem } from './problem.ts';
import { parseRawDiff } from './rawDiff.ts';
import { type Repository, sharedGit } from './repository.ts';

/** No program of anybody's, no renames, and no submodule left out (two trees are compared; nothing is run in one). */
const PLAIN = ['--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none', '--full-index'];

/**
 * What lies between two commits. `tree`: the tree of `head`, where it is known already (it saves a git call).
 * No attributes of a work tree count, so an agent cannot call its sources binary.
 */
export function listChange(
  repo: Pick<Repository, 'commonDir'>,
  base: string,
  head: string,
  tree?: string,
): Promise<Result<Change, GitProblem>> {
  return attempt(async () => {
    const git = sharedGit(repo);
    const [files, headTree] = await Promise.all([
      listFiles(git, base, head),
      tree ?? git.run(['rev-parse', '--verify', `${head}^{tree}`]).then((id) => id.trim()),
    ]);
    return { base, head, tree: headTree, files };
  });
}

/** The files that differ between two commits or trees; `git` sees no work tree. */
export async function listFiles(git: Git, base: string, head: string): Promise<FileChange[]> {
  const args = ['diff-tree', '-r', '--raw', '--numstat', '-z', ...PLAIN, base, head];
  return [...(await git.ask({ args, parse: parseRawDiff }))];
}

/** The same without the counts of lines, which take reading every file. */
export async function listRawChange(git: Git, base: string, head: string): Promise<FileChange[]> {
  return [...(await git.ask({ args: ['diff-tree', '-r', '--raw', '-z', ...PLAIN, base, head], parse: parseRawDiff }))];
}

/** The change of one file as a patch with three lines of context, for reading; never parsed for paths. */
export function readDiff(
  repo: Pick<Repository, 'commonDir'>,
  base: string,
  head: string,
  file: string,
): Promise<Result<string, GitProblem>> {
  return attempt(() => sharedGit(repo).run(['diff-tree', '-r', '-p', '-U3', ...PLAIN, base, head, '--', file]));
}
