import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endFamily, endWindowsTree, type Patience } from '../../processes/endFamily.ts';
import { Family } from '../../processes/family.ts';
import type { ProcessRow, ProcessTable } from '../../processes/processTable.ts';
import type { AgentProcess, ProcessEnd, ProcessOrder } from '../port.ts';
import { LineSplitter } from './lineSplitter.ts';

export interface Keeping {
  /** The tag in the environment of every process of the step. */
  readonly tag: string;
  readonly table: ProcessTable;
  /** Told of every look at who belongs to it. */
  readonly onFound: (rows: readonly Pick<ProcessRow, 'pid' | 'startedAt'>[]) => void;
  /** How many were left when it had ended by itself. */
  readonly onSurvivors: (count: number) => void;
}

/** Asked first, killed after two seconds. */
const patience: Patience = { toLeave: 0, afterTerm: 2000, afterKill: 5000 };
/** What ends with its parent anyway may do so. */
const leftPatience: Patience = { toLeave: 200, afterTerm: 500, afterKill: 5000 };
/** Milliseconds that the last output may take after all processes are gone: whoever evaded may hold the pipe. */
const drainPatience = 2000;
const mostErrors = 8192;
/** Milliseconds between the first looks, and at least between the later ones. */
const firstLook = 100;
const laterLook = 500;

/** One process of an agent with everything that it starts. It leads a session of its own, so that signals are ours to send. */
export class StartedProcess implements AgentProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #family: Family;
  readonly #keeping: Keeping;
  #errors: Buffer = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;
  #isEnding: Promise<void> | undefined;
  #isOver = false;

  constructor(order: ProcessOrder, keeping: Keeping) {
    const [program = '', ...args] = order.argv;
    this.#keeping = keeping;
    this.#child = spawn(program, args, {
      cwd: order.cwd,
      env: { ...order.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const { pid = 0 } = this.#child;
    const since = pid === 0 ? 0 : keeping.table.startOf(pid);
    this.#family = new Family(keeping.table, keeping.tag, since, pid);
    if (pid !== 0) keeping.onFound([{ pid, startedAt: process.platform === 'win32' ? Date.now() : since }]);
    this.ended = this.#untilOver(order);
    this.#feed(order);
    if (pid !== 0) this.#remember(firstLook);
  }

  write(text: string): void {
    if (!this.#isOver && this.#child.stdin?.writable === true) this.#child.stdin.write(text);
  }

  closeInput(): void {
    this.#child.stdin?.end();
  }

  end(): Promise<void> {
    this.#isEnding ??= this.#endAll();
    return this.#isEnding;
  }

  async #endAll(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32') endWindowsTree(pid);
    else {
      this.#look();
      await endFamily(this.#family, patience);
    }
    await this.ended;
  }

  #feed({ stdin, keepsOpen = false }: ProcessOrder): void {
    // A program need not read what it is given.
    this.#child.stdin?.on('error', () => undefined);
    if (stdin !== undefined) this.#child.stdin?.write(stdin);
    if (!keepsOpen) this.#child.stdin?.end();
  }

  async #untilOver({ onLine, cwd, argv }: ProcessOrder): Promise<ProcessEnd> {
    const child = this.#child;
    const lines = new LineSplitter(onLine);
    child.stdout?.on('data', (bytes: Buffer) => lines.push(bytes));
    child.stderr?.on('data', (bytes: Buffer) => {
      this.#errors = Buffer.concat([this.#errors, bytes.subarray(-mostErrors)]).subarray(-mostErrors);
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const how = await new Promise<Omit<ProcessEnd, 'stderr'>>((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
      child.once('error', (error) => resolve({ exitCode: null, signal: null, error: plainError(error, cwd, argv) }));
    });
    if (how.error === undefined) {
      await this.#clear();
      await this.#drain(closed);
    }
    clearTimeout(this.#timer);
    this.#isOver = true;
    lines.end();
    return { ...how, stderr: this.#errors.toString('utf8') };
  }

  /** What the process left behind does not outlive it. */
  async #clear(): Promise<void> {
    if (process.platform === 'win32') return;
    this.#look();
    const { ended } = await endFamily(this.#family, this.#isEnding === undefined ? leftPatience : patience);
    if (ended > 0 && this.#isEnding === undefined) this.#keeping.onSurvivors(ended);
  }

  async #drain(closed: Promise<void>): Promise<void> {
    const enough = new AbortController();
    await Promise.race([closed, sleep(drainPatience, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Looks now and then who belongs to it, at most 2 % of the time. */
  #remember(delay: number): void {
    this.#timer = setTimeout(() => {
      const startedAt = performance.now();
      this.#look();
      this.#remember(Math.max(laterLook, 50 * (performance.now() - startedAt)));
    }, delay);
    this.#timer.unref();
  }

  #look(): void {
    this.#keeping.onFound(this.#family.look());
  }
}

function plainError(error: Error, cwd: string, [program = '']: readonly string[]): string {
  if (!existsSync(cwd)) return `its folder ${cwd} does not exist`;
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no program "${program}"` : error.message;
}
