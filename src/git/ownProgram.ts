import { type ChildProcess, spawn } from 'node:child_process';

/** A program of the user's own that talks to a server: `git push`, `gh`, `glab`. Never through a shell. */
export interface ProgramCall {
  /** Absolute, as `findProgram` found it. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Written to standard input; without it there is none, so nothing can wait for an answer. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Bytes of standard output after which it is stopped; default 4 MB. Of standard error the end is kept. */
  readonly maxOutput?: number;
}

export interface ProgramEnd {
  readonly ended: 'exit' | 'timed-out' | 'stopped' | 'output-limit' | 'not-started';
  /** Null unless it ended by itself. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const MAX_OUTPUT = 4 * 1024 * 1024;
const MAX_STDERR = 64 * 1024;
/** How long after a polite request to end it is killed. */
const GRACE_MS = 2000;
/** How long after its exit a background process (ssh's connection master) may hold the pipes before we let go. */
const DRAIN_MS = 500;

/**
 * Runs a program in a process group of its own, so that its time-out and its stop reach hooks and ssh too. (simple-git,
 * which runs all other git, stops git alone.) Never rejects: every way to end is a value.
 */
export function runProgram(call: ProgramCall): Promise<ProgramEnd> {
  if (call.signal?.aborted) return Promise.resolve({ ended: 'stopped', exitCode: null, stdout: NOTHING, stderr: '' });
  return new Promise((resolve) => new Running(call, resolve));
}

const NOTHING = Buffer.alloc(0);

class Running {
  readonly #call: ProgramCall;
  readonly #resolve: (end: ProgramEnd) => void;
  readonly #child: ChildProcess;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #stdout: Buffer[] = [];
  #stdoutBytes = 0;
  #stderr = '';
  #cause: ProgramEnd['ended'] = 'exit';
  #exitCode: number | null = null;
  #settled = false;

  constructor(call: ProgramCall, resolve: (end: ProgramEnd) => void) {
    this.#call = call;
    this.#resolve = resolve;
    this.#child = spawn(call.file, [...call.args], {
      cwd: call.cwd,
      env: { ...call.env },
      stdio: [call.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#listen();
    this.#after(call.timeoutMs, () => this.#end('timed-out'));
    call.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  readonly #onAbort = (): void => this.#end('stopped');

  #listen(): void {
    const child = this.#child;
    child.stdout?.on('data', (chunk: Buffer) => this.#keep(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-MAX_STDERR);
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(this.#call.input);
    child.once('error', (error) => {
      this.#stderr = error.message;
      this.#settle('not-started');
    });
    child.once('exit', (code) => {
      this.#exitCode = code;
      this.#after(DRAIN_MS, () => this.#settle(this.#cause));
    });
    child.once('close', () => this.#settle(this.#cause));
  }

  #keep(chunk: Buffer): void {
    this.#stdoutBytes += chunk.length;
    if (this.#stdoutBytes <= (this.#call.maxOutput ?? MAX_OUTPUT)) this.#stdout.push(chunk);
    else this.#end('output-limit');
  }

  #end(cause: ProgramEnd['ended']): void {
    if (this.#cause !== 'exit' || this.#settled) return;
    this.#cause = cause;
    endGroup(this.#child, 'SIGTERM');
    this.#after(GRACE_MS, () => endGroup(this.#child, 'SIGKILL'));
    // A process that left the group may hold the pipes for ever.
    this.#after(GRACE_MS + DRAIN_MS, () => this.#settle(cause));
  }

  #after(ms: number, work: () => void): void {
    this.#timers.push(setTimeout(work, ms));
  }

  #settle(ended: ProgramEnd['ended']): void {
    if (this.#settled) return;
    this.#settled = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#call.signal?.removeEventListener('abort', this.#onAbort);
    // What was asked to end and is gone may have left others of its group; what ended by itself may leave what it likes.
    if (ended !== 'exit' && ended !== 'not-started') endGroup(this.#child, 'SIGKILL');
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    const exitCode = ended === 'exit' ? this.#exitCode : null;
    this.#resolve({ ended, exitCode, stdout: Buffer.concat(this.#stdout), stderr: this.#stderr });
  }
}

function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).unref();
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}
