import { type SimpleGitOptions, simpleGit } from 'simple-git';
import { GitFailure, type GitFailureReason } from './gitFailure.ts';

/** One git process: everything it sees, nothing inherited. */
export interface GitCall {
  readonly cwd: string;
  /** Global arguments (`--git-dir=…`, `-c …`). */
  readonly globals: readonly string[];
  readonly command: readonly string[];
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Written to standard input, which is then closed. Without it nothing may be read from there. */
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds after which git is stopped. */
  readonly timeoutMs: number;
}

/**
 * simple-git refuses by default what hardened git is made of: naming the git dir, switching hooks and fsmonitor off,
 * `GIT_CONFIG_GLOBAL`, `GIT_ASKPASS`, `protocol.allow`, `filter.lfs.*`. Only fixed values of ours ever fill these.
 */
const UNSAFE: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeConfigPaths: true,
  allowUnsafeHooksPath: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeAskPass: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeFilter: true,
};

/** After a time-out, how long a grandchild may keep git's pipes open before they are closed on our side. */
const DRAIN_MS = 2000;

interface Ended {
  readonly error: Error | undefined;
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Runs git and returns its standard output as bytes. Rejects with `GitFailure` for every exit code but 0. */
export type CallGit = (call: GitCall) => Promise<Buffer>;

let way: CallGit = callGitHere;

/** Runs git, in the way that this process has chosen. */
export const callGit: CallGit = (call) => way(call);

/** From now on every git of this process is started by `other`; without it, by this process again. */
export function startGitThrough(other: CallGit = callGitHere): void {
  way = other;
}

/**
 * Runs git through simple-git, as a child of this process.
 *
 * An instance a call: simple-git runs the calls of one instance one after the other, and one failure drops those that
 * wait. Making one costs a `stat`.
 */
export async function callGitHere(call: GitCall): Promise<Buffer> {
  let ended: Ended | undefined;
  const options: Partial<SimpleGitOptions> = {
    baseDir: call.cwd,
    allowEnvironment: Object.keys(call.env),
    unsafe: UNSAFE,
    // Not the 50 ms after `exit` that are the default: on a busy machine they cut the output off.
    completion: { onClose: true, onExit: false },
    // Counted from the start, not from the last output.
    timeout: { block: call.timeoutMs, stdErr: false, stdOut: false },
    // simple-git takes a non-zero exit with an empty stderr for a success: a conflict would be landed.
    errors: (error, result) => {
      const exitCode = result.exitCode ?? -1;
      const failed = Buffer.isBuffer(error) ? new Error(error.toString()) : error;
      ended = { error: failed, exitCode, stdout: Buffer.concat(result.stdOut), stderr: Buffer.concat(result.stdErr) };
      return exitCode === 0 && failed === undefined ? undefined : (failed ?? new Error(`exit code ${exitCode}`));
    },
    ...(call.signal === undefined ? {} : { abort: call.signal }),
    ...(call.input === undefined ? {} : { input: () => call.input }),
  };
  let drain: NodeJS.Timeout | undefined;
  try {
    const git = simpleGit(options).env({ ...call.env });
    git.outputHandler((_command, stdout, stderr) => {
      // simple-git waits 50 ms after a command that printed nothing; an empty chunk at the end of the stream tells it
      // that nothing more will come. Most of our commands print nothing.
      stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)));
      drain = setTimeout(() => closeStreams(stdout, stderr), call.timeoutMs + DRAIN_MS);
      drain.unref();
    });
    await git.raw([...call.globals, ...call.command]);
  } catch (cause) {
    throw failure(call, ended, cause);
  } finally {
    clearTimeout(drain);
  }
  return ended?.stdout ?? Buffer.alloc(0);
}

function closeStreams(...streams: readonly NodeJS.ReadableStream[]): void {
  for (const stream of streams) {
    if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
  }
}

function failure(call: GitCall, ended: Ended | undefined, cause: unknown): GitFailure {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new GitFailure({
    reason: reasonOf(call, ended),
    exitCode: ended?.exitCode ?? -1,
    stdout: ended?.stdout.toString() ?? '',
    stderr: ended?.stderr.toString() ?? said,
    command: call.command,
  });
}

function reasonOf(call: GitCall, ended: Ended | undefined): GitFailureReason {
  if (call.signal?.aborted === true) return 'aborted';
  if (ended === undefined || ended.exitCode === -2) return 'not-started';
  return ended.error !== undefined && 'plugin' in ended.error && ended.error.plugin === 'timeout'
    ? 'timed-out'
    : 'exit';
}
