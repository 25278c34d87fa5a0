import type { Result } from '../model/result.ts';
import { GitFailure } from './gitFailure.ts';
import type { Git } from './hardened.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { optional, type Repository, sharedGit } from './repository.ts';

type Shared = Pick<Repository, 'commonDir'>;

/** The commit that `revision` names. A revision that starts with a dash names nothing. */
export function resolveCommit(repo: Shared, revision: string): Promise<Result<string, GitProblem>> {
  return attempt(async () => (await findCommit(repo, revision)) ?? refuse({ code: 'unknown-revision', revision }));
}

/** The commit that `revision` names, or undefined. */
export function findCommit(repo: Shared, revision: string): Promise<string | undefined> {
  return optional(sharedGit(repo).run(['rev-parse', '--verify', '-q', '--end-of-options', `${revision}^{commit}`]));
}

/** The tree of a commit. Problem: unknown-revision. */
export async function treeOf(git: Git, commit: string): Promise<string> {
  const known = trees.get(commit);
  if (known !== undefined) return known;
  const tree = await optional(git.run(['rev-parse', '--verify', '-q', '--end-of-options', `${commit}^{tree}`]));
  if (tree === undefined) return refuse({ code: 'unknown-revision', revision: commit });
  // A commit named by its digest has the same tree for ever; many items begin at the same one.
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) trees.set(commit, tree);
  const [oldest] = trees.keys();
  if (trees.size > MOST_TREES && oldest !== undefined) trees.delete(oldest);
  return tree;
}

const trees = new Map<string, string>();
const MOST_TREES = 64;

/** The bytes of `file` (path from the top) in `revision`; undefined where there is no such file. Never follows a link. */
export function readBlob(
  repo: Shared,
  revision: string,
  file: string,
): Promise<Result<Buffer | undefined, GitProblem>> {
  return attempt(async () => {
    try {
      return await sharedGit(repo).bytes(['cat-file', 'blob', `${revision}:${file}`]);
    } catch (error) {
      if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
      return (await findCommit(repo, revision)) === undefined
        ? refuse({ code: 'unknown-revision', revision })
        : undefined;
    }
  });
}

/** One entry of a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly object: string;
  readonly path: string;
}

/** `ls-tree -z` as it prints: `mode type object<TAB>path<NUL>`. */
export function parseTree(output: string): readonly TreeEntry[] {
  return output
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', object = ''] = line.slice(0, tab).split(' ');
      return { mode, type: type as TreeEntry['type'], object, path: line.slice(tab + 1) };
    });
}

/** All files below `folder` (the whole tree without it) in `revision`. */
export function listTree(
  repo: Shared,
  revision: string,
  folder?: string,
): Promise<Result<readonly TreeEntry[], GitProblem>> {
  return attempt(async () => {
    const below = folder === undefined ? [] : ['--', `${folder}/`];
    const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', revision, ...below];
    return sharedGit(repo).ask({ args, parse: parseTree });
  });
}
