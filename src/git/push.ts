import type { Result } from '../model/result.ts';
import { findProgram } from './findProgram.ts';
import { networkEnvironment } from './networkEnvironment.ts';
import { findCommit } from './objects.ts';
import { type ProgramEnd, runProgram } from './ownProgram.ts';
import { attempt, type GitProblem, type PushRejection, refuse } from './problem.ts';
import { remoteUrl } from './remote.ts';
import type { Repository } from './repository.ts';
import { said } from './said.ts';

export interface PushRequest {
  readonly remote: string;
  /** What is pushed: the commit that was approved, whatever its branch is at now. */
  readonly commit: string;
  /** Full name of the branch on the remote. */
  readonly to: string;
  /**
   * Where the branch on the remote must be, to be replaced by a commit that is not built on it; null: it must not exist.
   * Without it the branch can only be made or go forward.
   */
  readonly expected?: string | null;
  /** Default five minutes; hooks of the user run within it. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Default: our own. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Pushed {
  /** `up-to-date`: the remote had it there already, perhaps from a push that was cut short before it could say so. */
  readonly status: 'pushed' | 'up-to-date';
  readonly remote: string;
  readonly to: string;
  readonly commit: string;
}

/**
 * Puts one commit on one branch of a remote: no tag, no other branch, no submodule. The only operation that uses the user's
 * own configuration and environment as they are, so that their credentials, ssh, proxy and `pre-push` hook count. May be
 * repeated after a crash at any moment.
 * Problems: no-remote, unknown-revision, push-rejected, auth-failed, remote-unreachable, remote-timed-out, push-failed,
 * aborted, git-missing. Whether the branch moved is unknown after a time-out or a stop: push again to know.
 */
export function pushBranch(
  repo: Pick<Repository, 'root' | 'commonDir'>,
  request: PushRequest,
): Promise<Result<Pushed, GitProblem>> {
  return attempt(async () => {
    const { remote, commit, timeoutMs = 300_000, signal, env = process.env } = request;
    const url = await remoteUrl(repo, remote, env);
    if (!url.ok) return refuse(url.error);
    if (!OBJECT.test(commit) || (await findCommit(repo, commit)) === undefined) {
      refuse({ code: 'unknown-revision', revision: commit });
    }
    const file = (await findProgram('git', env)) ?? refuse({ code: 'git-missing' });
    const args = pushArguments(request);
    const end = await runProgram({ file, args, cwd: repo.root, env: networkEnvironment(env), timeoutMs, signal });
    const outcome = readPush(end, request);
    return outcome.ok ? outcome.value : refuse(outcome.error);
  });
}

const OBJECT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The whole command. `-c` only for what would start programs that nobody asked for. */
export function pushArguments({ remote, commit, to, expected }: PushRequest): readonly string[] {
  return [
    ...['core.fsmonitor=false', 'gc.auto=0', 'maintenance.auto=false'].flatMap((setting) => ['-c', setting]),
    ...['push', '--porcelain', '--no-progress', '--no-follow-tags', '--recurse-submodules=no'],
    ...(expected === undefined ? [] : [`--force-with-lease=${to}:${expected ?? ''}`]),
    ...['--', remote, `${commit}:${to}`],
  ];
}

type PushEnd = Pick<ProgramEnd, 'ended' | 'exitCode' | 'stderr'> & { readonly stdout: Buffer | string };

/** What `git push --porcelain` came to: one line for the branch (`flag<TAB>from:to<TAB>summary`), or none. */
export function readPush(end: PushEnd, request: PushRequest): Result<Pushed, GitProblem> {
  const { remote, to, commit, timeoutMs = 300_000 } = request;
  const failed = (error: GitProblem): Result<Pushed, GitProblem> => ({ ok: false, error });
  if (end.ended === 'stopped') return failed({ code: 'aborted' });
  if (end.ended === 'timed-out')
    return failed({ code: 'remote-timed-out', remote, seconds: Math.round(timeoutMs / 1000) });
  const line = branchLine(end.stdout.toString(), to);
  if (end.exitCode === 0 && line !== undefined && line.flag !== '!') {
    return { ok: true, value: { status: line.flag === '=' ? 'up-to-date' : 'pushed', remote, to, commit } };
  }
  if (line?.flag === '!') {
    return failed({ code: 'push-rejected', remote, branch: to, why: rejection(line.summary, end.stderr) });
  }
  return failed(problemOf(end, request));
}

function branchLine(output: string, to: string): { readonly flag: string; readonly summary: string } | undefined {
  for (const line of output.split('\n')) {
    const [flag = '', refs = '', summary = ''] = line.split('\t');
    if (refs.endsWith(`:${to}`)) return { flag, summary };
  }
  return undefined;
}

/** Git's words with `LC_ALL=C`: `[rejected] (fetch first)`, `[remote rejected] (pre-receive hook declined)`. */
function rejection(summary: string, stderr: string): PushRejection {
  const remote = stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => line.replace(/^remote:\s*/, ''));
  const why = said([summary.replace(/^\[.*?\] \((.*)\)$/, '$1'), ...remote].join('\n'));
  if (summary.startsWith('[remote rejected]') || summary.startsWith('[remote failure]'))
    return { by: 'remote', said: why };
  if (/stale info|remote ref updated since checkout/.test(summary)) return { by: 'lease', said: why };
  return { by: 'moved', said: why };
}

const NO_ACCESS =
  /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \(|Host key verification failed|returned error: 40[13]|Invalid username or |access denied|could not be authenticated/i;
const NOT_THERE =
  /Could not resolve|Connection (refused|timed out|reset|closed)|Network is unreachable|No route to host|does not appear to be a git repository|Repository not found|unable to access|Could not read from remote|unable to find remote helper|transport '.*' not allowed|SSL|ended unexpectedly|hung up/i;

/** There was no line for the branch: nothing was asked of it. */
function problemOf(end: PushEnd, { remote, to }: PushRequest): GitProblem {
  const text = said(end.stderr);
  if (end.ended !== 'exit') return { code: 'push-failed', remote, said: text };
  if (NO_ACCESS.test(end.stderr)) return { code: 'auth-failed', remote, said: text };
  if (NOT_THERE.test(end.stderr)) return { code: 'remote-unreachable', remote, said: text };
  // Git dies with 128 on its own errors; 1 without a line is a hook of the user that said no.
  if (end.exitCode === 1 && !/^(fatal|error: src refspec)/m.test(end.stderr)) {
    // A hook may say why on either stream.
    const why = said(`${end.stderr}\n${end.stdout.toString()}`);
    return { code: 'push-rejected', remote, branch: to, why: { by: 'pre-push-hook', said: why } };
  }
  return { code: 'push-failed', remote, said: text };
}
