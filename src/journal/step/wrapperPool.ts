import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Order } from './order.ts';

export interface WrapperProgram {
  /** The Node (or Electron) that runs it. */
  readonly node: string;
  /** `dist/step.js`, absolute. */
  readonly script: string;
}

/** Milliseconds after which a wrapper that was taken is replaced. */
const refillAfter = 20;

/**
 * Starts step wrappers, and keeps one waiting, so that a step does not wait for Node to start. The one that waits leaves
 * when this process does, however it goes; one that has begun a step stays.
 */
export class WrapperPool {
  readonly #program: WrapperProgram;
  #keepsSpare: boolean;
  #spare: Wrapper | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** With `spare` one wrapper is started right away. */
  constructor(program: WrapperProgram, options: { readonly spare: boolean } = { spare: true }) {
    this.#program = program;
    this.#keepsSpare = options.spare;
    if (this.#keepsSpare) this.#spare = new Wrapper(program);
  }

  /** A wrapper that has no order yet. */
  take(): Wrapper {
    const spare = this.#spare;
    this.#spare = undefined;
    // Starting the next one at once would delay the order of this one.
    if (this.#keepsSpare && this.#timer === undefined) this.#timer = setTimeout(() => this.#refill(), refillAfter);
    this.#timer?.unref();
    return spare?.isWaiting === true ? spare : new Wrapper(this.#program);
  }

  /** Lets the waiting wrapper go and keeps none from now on. */
  close(): void {
    this.#keepsSpare = false;
    clearTimeout(this.#timer);
    this.#spare?.dismiss();
    this.#spare = undefined;
  }

  #refill(): void {
    this.#timer = undefined;
    this.#spare ??= new Wrapper(this.#program);
  }
}

/** A step wrapper's process, seen from the runner that started it. */
export class Wrapper {
  /** Resolves with 0 when the result is on disk, else with the exit code; `null` when a signal ended it. */
  readonly gone: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #program: WrapperProgram;
  #directory = '';
  #words = '';
  #isGone = false;

  constructor(program: WrapperProgram) {
    this.#program = program;
    this.#child = spawn(program.node, [program.script], {
      cwd: process.platform === 'win32' ? tmpdir() : '/',
      detached: true,
      env: wrapperEnvironment(process.env, process.versions['electron'] !== undefined),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.gone = new Promise((resolve) => {
      const end = (code: number | null): void => {
        this.#isGone = true;
        resolve(code);
      };
      // It says so when the result is on disk: Node takes some milliseconds to leave. After an error, what it said of it
      // is read by the time of `close`.
      this.#child.stdout?.once('data', () => end(0));
      this.#child.once('close', end);
      this.#child.once('error', (error) => {
        this.#words = error.message;
        end(null);
      });
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-2000);
    });
    this.#letGo();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get directory(): string {
    return this.#directory;
  }

  /** True while the process can take an order. */
  get isWaiting(): boolean {
    return !this.#isGone && this.#directory === '';
  }

  /** The end of what it wrote to standard error. */
  get lastWords(): string {
    return this.#words.trim();
  }

  /** What to say of a wrapper that died without a result, again. */
  farewell(deaths: number): string {
    const words = this.lastWords === '' ? '' : ` It last said: ${this.lastWords}`;
    const { node, script } = this.#program;
    return `The step wrapper died ${deaths} times without a result. Try "${node} ${script} < /dev/null".${words}`;
  }

  /** Gives the wrapper its order; from now on it stays when this process leaves. */
  begin(order: Order): void {
    this.#directory = order.directory;
    this.#child.ref();
    this.#child.stdin?.end(`${JSON.stringify(order)}\n`);
  }

  dismiss(): void {
    this.#child.stdin?.end();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** A waiting wrapper keeps nobody from leaving. */
  #letGo(): void {
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
    }
  }
}

/** What a wrapper needs itself; nothing of it reaches the command, and no secret of the runner's reaches the wrapper. */
export function wrapperEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  isElectron: boolean,
): Record<string, string> {
  const wanted = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir', 'ComSpec', 'PATHEXT'];
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && wanted.some((want) => want.toLowerCase() === name.toLowerCase()) ? [[name, value]] : [],
  );
  return { ...Object.fromEntries(kept), ...(isElectron && { ELECTRON_RUN_AS_NODE: '1' }) };
}
