import type { Result } from '../model/result.ts';
import { squash } from './branch.ts';
import { findProgram } from './findProgram.ts';
import { GitFailure } from './gitFailure.ts';
import { hardenedArguments, hardenedEnvironment, nowhere } from './hardened.ts';
import type { Authorship } from './identity.ts';
import { findCommit } from './objects.ts';
import { type ProgramEnd, runProgram } from './ownProgram.ts';
import { attempt, type GitProblem, problemOf, refuse } from './problem.ts';
import type { Repository } from './repository.ts';

export interface PatchRequest {
  readonly base: string;
  readonly head: string;
  /** Subject, an empty line, the body; as for a landing. */
  readonly message: string;
  readonly authorship: Authorship;
  readonly signal?: AbortSignal | undefined;
}

/** The largest patch, in bytes. */
export const PATCH_LIMIT = 64 * 1024 * 1024;

/**
 * Everything between two commits as one mail that `git am --keep-cr` takes, binary files included. Bytes, because the files
 * in it may be in any encoding. The same request makes the same patch.
 * Problems: unknown-revision, too-large (64 MB), aborted.
 */
export function patchOf(
  repo: Pick<Repository, 'commonDir'>,
  request: PatchRequest,
  limit = PATCH_LIMIT,
): Promise<Result<Buffer, GitProblem>> {
  return attempt(async () => {
    const { base, head, authorship } = request;
    for (const commit of [base, head]) {
      if ((await findCommit(repo, commit)) === undefined) refuse({ code: 'unknown-revision', revision: commit });
    }
    // One commit of the whole change; nothing keeps it, so git clears it away in time.
    const whole = await squash(repo, { base, head, message: mailMessage(request.message), authorship });
    if (!whole.ok) return refuse(whole.error);
    return formatPatch(repo, whole.value, request, limit);
  });
}

/**
 * `git am` ends a message at what looks like a patch and takes what looks like a header for one, so that a hostile summary
 * could bring a patch of its own. A space before such a line takes its meaning away.
 */
export function mailMessage(message: string): string {
  const [subject = '', ...body] = message.split('\n');
  return [subject, ...body.map((line) => (SPECIAL.test(line) ? ` ${line}` : line))].join('\n');
}

const SPECIAL =
  /^(---|diff -|Index: |@@ |>?From\b|(Subject|Date|Content-[\w-]+|MIME-Version|From|Sender):|-* ?(8<|>8|%<|>%))/i;

/** Whatever the repository's own configuration says of mails (`format.*`, `diff.noprefix`) does not count. */
const FORMAT = [
  'format-patch',
  '--stdout',
  '-1',
  '--binary',
  '--full-index',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--unified=3',
  '--diff-algorithm=myers',
  '--subject-prefix=PATCH',
  '--no-numbered',
  '--encode-email-headers',
  '--no-signature',
  '--no-attach',
  '--no-thread',
  '--no-cover-letter',
  '--no-to',
  '--no-cc',
  '--no-add-header',
  '--no-signoff',
  '--no-notes',
  '--no-base',
  '--no-force-in-body-from',
];

/** Not through simple-git, which would hold a patch of any size in memory. */
async function formatPatch(
  { commonDir }: Pick<Repository, 'commonDir'>,
  commit: string,
  { signal }: PatchRequest,
  maxOutput: number,
): Promise<Buffer> {
  const end = await runProgram({
    file: (await findProgram('git', process.env)) ?? refuse({ code: 'git-missing' }),
    args: [...hardenedArguments({ gitDir: commonDir }), ...FORMAT, commit],
    cwd: nowhere(process.platform, process.env),
    env: {
      ...hardenedEnvironment(process.env, process.platform),
      // Else attributes would come from the index of the main checkout.
      GIT_INDEX_FILE: `${commonDir}/loopwright-has-no-index`,
    },
    signal,
    timeoutMs: 600_000,
    maxOutput,
  });
  return end.exitCode === 0 ? end.stdout : refuse(problemOfPatch(end, maxOutput));
}

function problemOfPatch(end: ProgramEnd, limitBytes: number): GitProblem {
  if (end.ended === 'output-limit') return { code: 'too-large', what: 'patch', limitBytes };
  const reason = (
    { stopped: 'aborted', 'timed-out': 'timed-out', 'not-started': 'not-started', exit: 'exit' } as const
  )[end.ended];
  const failure = { reason, exitCode: end.exitCode ?? -1, stdout: '', stderr: end.stderr, command: ['format-patch'] };
  return problemOf(new GitFailure(failure));
}
