import type { FileChange } from '../model/change.ts';
import type { Result } from '../model/result.ts';
import { listFiles } from './changes.ts';
import { GitFailure } from './gitFailure.ts';
import type { Git } from './hardened.ts';
import { type Authorship, authorshipEnvironment } from './identity.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { optional, type Repository, sharedGit } from './repository.ts';

export interface CandidateRequest {
  readonly repo: Pick<Repository, 'commonDir'>;
  /** Full name of the branch to land on. */
  readonly into: string;
  /** The commit that was approved. */
  readonly head: string;
  /** The tree that was approved; must be the tree of `head`. */
  readonly approvedTree?: string;
  /** One parent instead of two. */
  readonly squash: boolean;
  /** The whole message, trailers included. */
  readonly message: string;
  readonly authorship: Authorship;
  /** Full name of the ref that keeps the candidate, `refs/loopwright/<run>/candidate`. */
  readonly keepRef: string;
  readonly signal?: AbortSignal | undefined;
}

/** The commit that would land. */
export interface Candidate {
  readonly commit: string;
  readonly tree: string;
  /** Where `into` was: landing swaps this for `commit`. */
  readonly old: string;
  /** `into` holds `head` already, so that there is nothing to land; `commit` is `old` then. */
  readonly upToDate: boolean;
  /** What landing it would change. */
  readonly files: FileChange[];
  /** `into` had not moved since the work began: the candidate's content is exactly what was reviewed. */
  readonly exact: boolean;
}

/**
 * Merges `head` into where `into` is now, without touching any checkout, and keeps the result. The same request while `into`
 * stays makes the same commit, so it may be repeated after a crash. No work tree is seen: a `.gitattributes` with
 * `merge=union` would resolve conflicts by itself.
 * Problems: conflict, not-approved, unrelated, unknown-revision.
 */
export function mergeCandidate(request: CandidateRequest): Promise<Result<Candidate, GitProblem>> {
  return attempt(async () => {
    const git = sharedGit(request.repo, request.signal);
    const { old, oldTree, tree: reviewed } = await readEnds(git, request);
    const approved = request.approvedTree;
    if (approved !== undefined && approved !== reviewed) {
      refuse({ code: 'not-approved', expected: approved, actual: reviewed });
    }
    const { head } = request;
    const tree = await mergeTrees(git, request, old);
    // Nothing changes: `into` holds `head` already, or the same by another way.
    if (tree === oldTree && (await forkOf(git, request, old)) === head) {
      return { commit: old, tree: oldTree, old, files: [], upToDate: true, exact: false };
    }
    const [commit, files] = await Promise.all([keep(git, request, tree, old), listFiles(git, old, tree)]);
    return { commit, tree, old, files, upToDate: false, exact: tree === reviewed };
  });
}

async function readEnds(git: Git, { into, head }: CandidateRequest) {
  const revisions = [`${into}^{commit}`, `${into}^{tree}`, `${head}^{commit}`, `${head}^{tree}`];
  try {
    const [old = '', oldTree = '', , tree = ''] = (await git.run(['rev-parse', ...revisions])).split('\n');
    return { old, oldTree, tree };
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
    const missing = error.stdout.split('\n').length > 2 ? head : into;
    return refuse({ code: 'unknown-revision', revision: missing });
  }
}

/** Exit code 0 is a clean merge, 1 a conflict (and nothing on stderr), the rest an error. */
async function mergeTrees(git: Git, request: CandidateRequest, old: string): Promise<string> {
  const { head } = request;
  try {
    const output = await git.run(['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', old, head]);
    return output.split('\0')[0]?.trim() ?? '';
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
    if (error.exitCode === 1) return refuse({ code: 'conflict', paths: parseConflicts(error.stdout) });
    await forkOf(git, request, old);
    throw error;
  }
}

/** Where the two parted. git does not merge what has nothing in common. */
async function forkOf(git: Git, { into, head }: CandidateRequest, old: string): Promise<string> {
  return (await optional(git.run(['merge-base', old, head]))) ?? refuse({ code: 'unrelated', branch: into });
}

/** `merge-tree -z --name-only` on a conflict: the tree, then the paths, each ended by NUL. */
export function parseConflicts(output: string): readonly string[] {
  return output
    .split('\0')
    .slice(1)
    .filter((path) => path !== '');
}

async function keep(git: Git, request: CandidateRequest, tree: string, old: string): Promise<string> {
  const parents = request.squash ? ['-p', old] : ['-p', old, '-p', request.head];
  const options = { env: authorshipEnvironment(request.authorship), input: request.message };
  const commit = (await git.run(['commit-tree', tree, ...parents, '-F', '-'], options)).trim();
  await git.run(['update-ref', request.keepRef, commit]);
  return commit;
}
