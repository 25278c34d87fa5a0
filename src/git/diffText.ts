import type { Result } from '../model/result.ts';
import { findProgram } from './findProgram.ts';
import { GitFailure } from './gitFailure.ts';
import { hardenedArguments, hardenedEnvironment, nowhere } from './hardened.ts';
import { findCommit } from './objects.ts';
import { type ProgramEnd, runProgram } from './ownProgram.ts';
import { attempt, type GitProblem, problemOf, refuse } from './problem.ts';
import type { Repository } from './repository.ts';

export interface DiffText {
  /** Bytes, because the files in it may be in any encoding. */
  readonly diff: Buffer;
  /** There is more, which was left out. */
  readonly isCut: boolean;
}

/** Bytes of a diff that a reader is given. */
export const DIFF_LIMIT = 8 * 1024 * 1024;

/** Whatever a configuration says of diffs does not count. */
const DIFF = [
  'diff-tree',
  '-r',
  '-p',
  '-U3',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--full-index',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--diff-algorithm=myers',
  '--no-color',
];

/**
 * The whole change between two commits as a unified diff, for reading: binary files are named and not shown. A longer one
 * is cut at the end of a line. No attributes of a work tree count.
 * Problems: unknown-revision, aborted.
 */
export function diffText(
  repo: Pick<Repository, 'commonDir'>,
  { base, head, signal }: { readonly base: string; readonly head: string; readonly signal?: AbortSignal },
  limit = DIFF_LIMIT,
): Promise<Result<DiffText, GitProblem>> {
  return attempt(async () => {
    for (const commit of [base, head]) {
      if ((await findCommit(repo, commit)) === undefined) refuse({ code: 'unknown-revision', revision: commit });
    }
    const end = await runProgram({
      file: (await findProgram('git', process.env)) ?? refuse({ code: 'git-missing' }),
      args: [...hardenedArguments({ gitDir: repo.commonDir }), ...DIFF, base, head],
      cwd: nowhere(process.platform, process.env),
      env: {
        ...hardenedEnvironment(process.env, process.platform),
        // Else attributes would come from the index of the main checkout.
        GIT_INDEX_FILE: `${repo.commonDir}/loopwright-has-no-index`,
      },
      signal,
      timeoutMs: 600_000,
      maxOutput: limit,
    });
    if (end.ended === 'output-limit') return { diff: upToLastLine(end.stdout), isCut: true };
    return end.exitCode === 0 ? { diff: end.stdout, isCut: false } : refuse(problemOfDiff(end));
  });
}

const upToLastLine = (text: Buffer): Buffer => text.subarray(0, text.lastIndexOf(0x0a) + 1);

function problemOfDiff({ ended, exitCode, stderr }: ProgramEnd): GitProblem {
  const reason = ended === 'stopped' ? 'aborted' : ended === 'output-limit' ? 'exit' : ended;
  return problemOf(new GitFailure({ reason, exitCode: exitCode ?? -1, stdout: '', stderr, command: ['diff-tree'] }));
}
