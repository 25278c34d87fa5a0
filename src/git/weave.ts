import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import picomatch from 'picomatch';
import type { FileChange } from '../model/change.ts';
import type { Result } from '../model/result.ts';
import { listRawChange } from './changes.ts';
import type { Git } from './hardened.ts';
import { type Authorship, authorshipEnvironment } from './identity.ts';
import { findCommit, treeOf } from './objects.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

export interface WeaveRequest {
  /** Globs of what counts as a test; whole paths from the top, dot files included. */
  readonly tests: readonly string[];
  /** The commit whose tests are taken. */
  readonly testsFrom: string;
  /** The commit that everything else is taken from; becomes the parent. */
  readonly sourcesFrom: string;
  /** The whole message. */
  readonly message: string;
  readonly authorship: Authorship;
  /** Full name of the ref that keeps the commit until `deleteRef`. */
  readonly keepRef: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Weave {
  /** `sourcesFrom` itself where both have the same tests. */
  readonly commit: string;
  readonly tree: string;
  /** The paths that were taken from `testsFrom`, or deleted because it has none there. */
  readonly taken: readonly string[];
}

/**
 * A commit with the tests of one commit and the sources of another: one corner of the four-way red-green proof. Works on
 * objects and an index of its own and sees no work tree, so modes, links and submodules come through as they are. The same
 * request makes the same commit.
 * Problems: unknown-revision, cannot-weave (a test of one commit is where the other has a folder of sources, or a file name
 * that is not UTF-8).
 */
export function weave(repo: Pick<Repository, 'commonDir'>, request: WeaveRequest): Promise<Result<Weave, GitProblem>> {
  return attempt(async () => {
    const git = sharedGit(repo, request.signal);
    for (const commit of [request.sourcesFrom, request.testsFrom]) {
      if ((await findCommit(repo, commit)) === undefined) refuse({ code: 'unknown-revision', revision: commit });
    }
    const { taken, blocked } = chooseTests(
      await listRawChange(git, request.sourcesFrom, request.testsFrom),
      request.tests,
    );
    if (blocked.length > 0) return refuse({ code: 'cannot-weave', paths: blocked });
    const tree =
      taken.length === 0
        ? await treeOf(git, request.sourcesFrom)
        : await writeTree(git, repo.commonDir, request, taken);
    const commit = taken.length === 0 ? request.sourcesFrom : await commitTree(git, request, tree);
    await git.run(['update-ref', request.keepRef, commit]);
    return { commit, tree, taken: taken.map((file) => file.path) };
  });
}

/**
 * What is to be taken, of all that differs from the sources to the tests, and the paths that stand in the way: a path
 * cannot be a file of one commit and a folder of the other at once, and a name that is no UTF-8 cannot be told to git.
 */
export function chooseTests(
  changes: readonly FileChange[],
  tests: readonly string[],
): { readonly taken: readonly FileChange[]; readonly blocked: readonly string[] } {
  // Without the flag `test/**` would not match a name with a line break in it.
  const isTest = picomatch([...tests], { dot: true, flags: 's' });
  const taken = changes.filter((file) => isTest(file.path));
  const written = new Set(taken.filter((file) => file.status !== 'deleted').map((file) => file.path));
  const folders = new Set([...written].flatMap(foldersAbove));
  const staying = changes.filter((file) => file.status === 'deleted' && !isTest(file.path)).map((file) => file.path);
  const clashing = staying.filter(
    (file) => folders.has(file) || foldersAbove(file).some((above) => written.has(above)),
  );
  return { taken, blocked: [...clashing, ...taken.map((file) => file.path).filter((file) => file.includes('\ufffd'))] };
}

/** `a/b/c` → `a`, `a/b`. */
function foldersAbove(file: string): readonly string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
}

async function writeTree(
  git: Git,
  commonDir: string,
  { sourcesFrom }: WeaveRequest,
  taken: readonly FileChange[],
): Promise<string> {
  const index = path.join(commonDir, `loopwright-index-${randomUUID().slice(0, 8)}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await git.run(['read-tree', sourcesFrom], { env });
    await git.run(['update-index', '-z', '--index-info'], { env, input: indexInfo(taken) });
    return (await git.run(['write-tree'], { env })).trim();
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

/** Mode 0 deletes. Deletions come first, so that a file can take the place of a folder that goes. */
function indexInfo(taken: readonly FileChange[]): string {
  const line = ({ newMode, newBlob, path: file }: FileChange) => `${newMode} ${newBlob}\t${file}\0`;
  const gone = taken.filter((file) => file.status === 'deleted');
  const written = taken.filter((file) => file.status !== 'deleted');
  return [...gone, ...written].map(line).join('');
}

async function commitTree(git: Git, { sourcesFrom, message, authorship }: WeaveRequest, tree: string): Promise<string> {
  const options = { env: authorshipEnvironment(authorship), input: message };
  return (await git.run(['commit-tree', tree, '-p', sourcesFrom, '-F', '-'], options)).trim();
}
