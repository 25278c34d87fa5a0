import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Order } from './order.ts';

export interface WrapperProgram {
  /** The Node (or Electron) that runs it. */
  readonly node: string;
  /** `dist/step.js`, absolute. */
  readonly script: string;
}

/** Milliseconds after which the first one is started. */
const firstAfter = 400;
/** Milliseconds after which a wrapper is started in place of the last one that was taken. */
const refillAfter = 20;
/** Milliseconds without a step after which all but one that wait may leave. */
const restAfter = 5000;
/** More never wait. */
const mostWaiting = 8;
/** Steps after which a wrapper is replaced: whatever a step may leave in it ends some day. */
const mostOrders = 100;

/**
 * Starts step wrappers, and keeps some waiting, so that a step does not wait for Node to start: one that nobody has used
 * yet, and those that are done with a step. Those that wait leave when this process does, however it goes; one that has
 * begun a step stays until it is done.
 */
export class WrapperPool {
  readonly #program: WrapperProgram;
  #keepsSpare: boolean;
  #waiting: Wrapper[] = [];
  #refillTimer: NodeJS.Timeout | undefined;
  #restTimer: NodeJS.Timeout | undefined;

  /** With `spare` one wrapper is started soon; without it none is kept, and each does one step. */
  constructor(program: WrapperProgram, options: { readonly spare: boolean } = { spare: true }) {
    this.#program = program;
    this.#keepsSpare = options.spare;
    // What a runner does first is to go on with its runs, and Node takes a processor's time to start.
    if (this.#keepsSpare) this.#refillIn(firstAfter);
  }

  /** A wrapper that has no order yet. */
  take(): Wrapper {
    clearTimeout(this.#restTimer);
    this.#waiting = this.#waiting.filter((wrapper) => wrapper.isWaiting);
    const taken = this.#waiting.pop();
    // Starting the next one at once would delay the order of this one.
    if (this.#keepsSpare && this.#waiting.length === 0) this.#refillIn(refillAfter);
    return taken ?? new Wrapper(this.#program);
  }

  /** Takes back a wrapper whose order is over; one that cannot take another is let go. */
  giveBack(wrapper: Wrapper): void {
    const isOfUse = this.#keepsSpare && wrapper.orders < mostOrders && this.#waiting.length < mostWaiting;
    if (!isOfUse || !wrapper.rest()) {
      wrapper.dismiss();
      return;
    }
    this.#waiting.push(wrapper);
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#dismissAllBut(1), restAfter);
    this.#restTimer.unref();
  }

  /** Lets the waiting wrappers go and keeps none from now on. */
  close(): void {
    this.#keepsSpare = false;
    clearTimeout(this.#refillTimer);
    clearTimeout(this.#restTimer);
    this.#dismissAllBut(0);
  }

  #refillIn(ms: number): void {
    if (this.#refillTimer !== undefined) return;
    this.#refillTimer = setTimeout(() => this.#refill(), ms);
    this.#refillTimer.unref();
  }

  #refill(): void {
    this.#refillTimer = undefined;
    if (this.#waiting.length === 0) this.#waiting.push(new Wrapper(this.#program));
  }

  #dismissAllBut(count: number): void {
    for (const wrapper of this.#waiting.splice(count)) wrapper.dismiss();
  }
}

/** A step wrapper's process, seen from the runner that started it. */
export class Wrapper {
  readonly #child: ChildProcess;
  readonly #program: WrapperProgram;
  #directory = '';
  #words = '';
  #orders = 0;
  #isGone = false;
  #isDone = false;
  #gone: Promise<number | null>;
  #end: (code: number | null) => void = () => undefined;

  constructor(program: WrapperProgram) {
    this.#program = program;
    this.#child = spawn(program.node, [program.script], {
      cwd: process.platform === 'win32' ? tmpdir() : '/',
      detached: true,
      env: wrapperEnvironment(process.env, process.versions['electron'] !== undefined),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#gone = this.#untilEnd();
    const end = (code: number | null): void => {
      this.#isGone = true;
      this.#end(code);
    };
    // It says so when the result is on disk. After an error, what it said of it is read by the time of `close`.
    this.#child.stdout?.on('data', () => {
      this.#isDone = true;
      this.#end(0);
    });
    this.#child.once('close', end);
    this.#child.once('error', (error) => {
      this.#words = error.message;
      end(null);
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-2000);
    });
    this.#letGo();
  }

  /**
   * Resolves with 0 when the result of the order is on disk, else with the exit code of the process; `null` when a signal
   * ended it.
   */
  get gone(): Promise<number | null> {
    return this.#gone;
  }

  /** How many orders it was given. */
  get orders(): number {
    return this.#orders;
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

  /** Gives the wrapper its order; until it is done it stays when this process leaves. */
  begin(order: Order): void {
    this.#directory = order.directory;
    this.#orders += 1;
    this.#child.ref();
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Waits for another order; false where it cannot. */
  rest(): boolean {
    if (this.#isGone || !this.#isDone) return false;
    this.#directory = '';
    this.#words = '';
    this.#isDone = false;
    this.#gone = this.#untilEnd();
    this.#child.unref();
    return true;
  }

  dismiss(): void {
    this.#child.stdin?.end();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #untilEnd(): Promise<number | null> {
    return new Promise((resolve) => {
      this.#end = resolve;
    });
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
