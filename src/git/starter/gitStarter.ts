import { type ChildProcess, fork } from 'node:child_process';
import { GitFailure } from '../gitFailure.ts';
import { type CallGit, callGitHere, type GitCall } from '../gitProcess.ts';
import { nowhere } from '../hardened.ts';
import type { Reply, Request } from './messages.ts';

export interface StarterProgram {
  /** The Node (or Electron) that runs it. */
  readonly node: string;
  /** `dist/git.js`, absolute. */
  readonly script: string;
}

/** Calls in a row after which a process of its own is worth its start. */
const startAfter = 10;
/** Milliseconds without a call after which that process may leave. */
const restAfter = 10_000;

interface Waiting {
  readonly call: GitCall;
  readonly resolve: (output: Buffer) => void;
  readonly reject: (failure: GitFailure) => void;
}

/**
 * Starts git from a small process instead of this one. To start a process Linux copies the page tables of the one that
 * starts it, which stands still meanwhile: 6 ms for a runner of 130 MB, 1 ms for a process of 50 MB (measured).
 *
 * The first calls, and all until that process has started, are made here. It leaves when nothing is asked for a while, and
 * when this process goes, however it goes; a git that runs then is not disturbed.
 */
export class GitStarter {
  readonly #program: StarterProgram;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #isUp = false;
  #isClosed = false;
  #calls = 0;
  #restTimer: NodeJS.Timeout | undefined;

  constructor(program: StarterProgram) {
    this.#program = program;
  }

  readonly call: CallGit = (call) => {
    this.#calls += 1;
    this.#restLater();
    if (this.#isUp && this.#child !== undefined) return this.#ask(this.#child, call);
    if (this.#child === undefined && this.#calls > startAfter && !this.#isClosed) this.#child = this.#start();
    return callGitHere(call);
  };

  /** Lets the process go; calls are made here from now on. */
  close(): void {
    this.#isClosed = true;
    this.#rest();
  }

  #start(): ChildProcess {
    const child = fork(this.#program.script, [], {
      execPath: this.#program.node,
      execArgv: [],
      cwd: nowhere(process.platform, process.env),
      env: starterEnvironment(process.env, process.versions['electron'] !== undefined),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    child.on('message', (message: 'up' | Reply) => {
      if (message !== 'up') this.#answer(message);
      else this.#isUp = child === this.#child;
    });
    const gone = () => this.#forget(child);
    child.once('error', gone);
    child.once('exit', gone);
    child.unref();
    child.channel?.unref();
    return child;
  }

  #ask(child: ChildProcess, { signal, ...call }: GitCall): Promise<Buffer> {
    const id = this.#calls;
    const stop = () => send(child, { id, stop: true });
    return new Promise<Buffer>((resolve, reject) => {
      this.#waiting.set(id, { call, resolve, reject });
      // Whoever waits for git keeps this process, as a child of its own would.
      child.channel?.ref();
      send(child, { id, call });
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    }).finally(() => signal?.removeEventListener('abort', stop));
  }

  #answer(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#child?.channel?.unref();
    if ('output' in reply) waiting?.resolve(reply.output);
    else waiting?.reject(new GitFailure(reply.failure));
  }

  /** It has ended: what it was asked for may have happened or not, as when git itself is killed. */
  #forget(child: ChildProcess): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#isUp = false;
    this.#calls = 0;
    for (const { call, reject } of this.#waiting.values()) {
      const stderr = 'The process that starts git has ended.';
      reject(new GitFailure({ reason: 'exit', exitCode: -1, stdout: '', stderr, command: call.command }));
    }
    this.#waiting.clear();
  }

  #restLater(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#rest(), restAfter);
    this.#restTimer.unref();
  }

  #rest(): void {
    clearTimeout(this.#restTimer);
    if (this.#waiting.size > 0) {
      this.#restLater();
      return;
    }
    const child = this.#child;
    this.#child = undefined;
    this.#isUp = false;
    this.#calls = 0;
    child?.disconnect();
  }
}

/** A message that cannot be sent is one to a process that has gone, whose end is heard anyway. */
function send(child: ChildProcess, request: Request): void {
  child.send(request, () => undefined);
}

/** Git's own environment comes with every call; this is what Node needs to start. */
export function starterEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  isElectron: boolean,
): Record<string, string> {
  const systemRoot = env['SystemRoot'];
  return {
    ...(systemRoot !== undefined && { SystemRoot: systemRoot }),
    ...(isElectron && { ELECTRON_RUN_AS_NODE: '1' }),
  };
}
