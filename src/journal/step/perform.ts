import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, existsSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandSpec } from '../../engine/durable.ts';
import type { CommandResult } from '../../model/steps.ts';
import { type Ended, endFamily, endWindowsTree, leftoverPatience, stopPatience } from '../../processes/endFamily.ts';
import { Family } from '../../processes/family.ts';
import { processTable, tagVariable } from '../../processes/processTable.ts';
import { outputFile } from '../stepFolder.ts';
import { Capture } from './capture.ts';
import { OutputLog } from './outputLog.ts';
import { makePipe, type Pipe, readPipe } from './pipe.ts';
import { commandFile, type StartedCommand } from './stepFiles.ts';

export interface Work {
  readonly directory: string;
  readonly spec: CommandSpec;
  readonly tag: string;
  /** Aborts when the runner wants the step stopped. */
  readonly stop: AbortSignal;
  /** For standard output and standard error together, which keeps their order. */
  readonly pipe: Pipe | undefined;
}

/** After the command and its processes are gone, its last output may take this long (milliseconds) to arrive. */
const drainPatience = 2000;
const longestTimer = 2 ** 31 - 1;

/** Why the command is over: it ended, or it was ended. */
type Cause =
  | Exclude<CommandResult['ended'], 'not-started'>
  | { readonly notStarted: Error }
  | { readonly broken: Error };

/**
 * Runs a step's command until none of its processes is left. Rejects only when the output cannot be written; everything
 * else is a result. The exit code is null when a signal ended the command.
 */
export async function perform(work: Work): Promise<CommandResult> {
  const startedAt = Date.now();
  const log = new OutputLog(outputFile(work.directory), work.spec.outputLimitBytes, work.spec.secrets);
  if (work.stop.aborted) {
    log.end('stopped before it began');
    return result(log, { ended: 'stopped', exitCode: null, startedAt, survivors: 0 });
  }
  const { capture: path, outputLimitBytes } = work.spec;
  const capture = path === undefined ? undefined : new Capture(path, outputLimitBytes);
  const command = new RunningCommand(work, log, capture);
  const cause = await command.over();
  if (cause !== 'exit') await command.sayFarewell();
  const { ended, left } = await command.clear(cause === 'exit');
  await command.drain();
  capture?.end();
  if (typeof cause === 'object' && 'broken' in cause) throw cause.broken;
  log.end(note(cause, work.spec, left));
  return result(log, {
    ended: typeof cause === 'object' ? 'not-started' : cause,
    exitCode: cause === 'exit' ? command.exitCode : null,
    startedAt,
    survivors: cause === 'exit' ? ended : 0,
  });
}

function result(
  log: OutputLog,
  how: Pick<CommandResult, 'ended' | 'exitCode' | 'startedAt' | 'survivors'>,
): CommandResult {
  return { ...how, finishedAt: Date.now(), outputBytes: log.printed, tail: log.tail };
}

/** What the log's last line tells of an end that was not the command's own. */
function note(cause: Cause, spec: CommandSpec, left: number): string | undefined {
  const still = left > 0 ? `; ${left} of its processes could not be ended` : '';
  if (typeof cause === 'object') return 'notStarted' in cause ? `not started: ${cause.notStarted.message}` : undefined;
  if (cause === 'timeout') return `stopped: it took longer than ${spec.timeoutSeconds} s${still}`;
  if (cause === 'output-limit') return `stopped: it printed more than ${spec.outputLimitBytes} bytes${still}`;
  if (cause === 'stopped') return `stopped${still}`;
  return left > 0 ? `${left} processes that it left behind could not be ended` : undefined;
}

class RunningCommand {
  exitCode: number | null = null;
  readonly #work: Work;
  readonly #log: OutputLog;
  readonly #child: ChildProcess;
  readonly #family: Family;
  readonly #drained: Promise<unknown>;
  readonly #destroyOutput: () => void;
  readonly #over: Promise<Cause>;
  readonly #gone: Promise<unknown>;
  #end: (cause: Cause) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(work: Work, log: OutputLog, capture: Capture | undefined) {
    this.#work = work;
    this.#log = log;
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
    const pipes = pipesFor(work);
    this.#child = start(work, pipes);
    const pid = this.#child.pid ?? 0;
    this.#gone = new Promise((resolve) => this.#child.once('exit', resolve));
    const table = processTable();
    const started: StartedCommand = { pid, since: pid === 0 ? 0 : table.startOf(pid) };
    this.#family = new Family(table, work.tag, started.since, pid);
    const streams = this.#read(pipes, capture);
    this.#drained = Promise.all(streams.map((stream) => new Promise((resolve) => stream.once('close', resolve))));
    this.#destroyOutput = () => streams.forEach((stream) => void stream.destroy());
    for (const pipe of new Set([pipes.out, pipes.errors])) if (pipe) closeSync(pipe.write);
    this.#listen();
    if (pid !== 0) writeFileSync(commandFile(work.directory), JSON.stringify(started), { mode: 0o600 });
  }

  /** Resolves when the command ended or has to be ended. */
  async over(): Promise<Cause> {
    const cause = await this.#over;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    return cause;
  }

  /** Asks the command to leave, where it wants to be asked; resolves when it has, or when its time for that is over. */
  async sayFarewell(): Promise<void> {
    const { farewell } = this.#work.spec;
    if (farewell === undefined || this.#child.pid === undefined || !makeNew(farewell.file)) return;
    const enough = new AbortController();
    await Promise.race([this.#gone, sleep(farewell.milliseconds, undefined, { signal: enough.signal })]);
    enough.abort();
  }

  /** Ends what is left of the command; resolves when nothing is, or when that is given up. */
  async clear(endedByItself: boolean): Promise<Ended> {
    if (process.platform === 'win32') {
      if (!endedByItself) endWindowsTree(this.#child.pid ?? 0);
      return { ended: 0, left: 0 };
    }
    if (this.#child.pid === undefined) return { ended: 0, left: 0 };
    return endFamily(this.#family, endedByItself ? leftoverPatience : stopPatience);
  }

  /** Waits for the last output. Nobody waits for `close` for ever: an evader may hold the pipe. */
  async drain(): Promise<void> {
    const deadline = new AbortController();
    await Promise.race([this.#drained, sleep(drainPatience, undefined, { signal: deadline.signal })]);
    deadline.abort();
    this.#destroyOutput();
  }

  #listen(): void {
    const { spec, stop } = this.#work;
    this.#child.once('exit', (code) => {
      this.exitCode = code;
      this.#end('exit');
    });
    this.#child.once('error', (error) => this.#end({ notStarted: plainError(error, spec) }));
    this.#timer = setTimeout(() => this.#end('timeout'), Math.min(spec.timeoutSeconds * 1000, longestTimer));
    stop.addEventListener('abort', () => this.#end('stopped'), { once: true });
    this.#remember(100);
  }

  /** Looks now and then who belongs to the command, at most 2 % of the time. */
  #remember(delay: number): void {
    this.#watch = setTimeout(() => {
      const startedAt = performance.now();
      this.#family.look();
      this.#remember(Math.max(500, 50 * (performance.now() - startedAt)));
    }, delay);
  }

  /** Reads what the command prints to its end. */
  #read({ out, errors }: Pipes, capture: Capture | undefined): readonly Readable[] {
    const takeOut = this.#taker(capture);
    if (out !== undefined && out === errors) return [readPipe(out.read, takeOut)];
    return [
      this.#readOne(out, this.#child.stdout, takeOut),
      this.#readOne(errors, this.#child.stderr, this.#taker()),
    ].filter((stream) => stream !== null);
  }

  #readOne(pipe: Pipe | undefined, socket: Readable | null, take: (bytes: Buffer) => void): Readable | null {
    return pipe === undefined ? (socket?.on('data', take) ?? null) : readPipe(pipe.read, take);
  }

  #taker(capture?: Capture): (bytes: Buffer) => void {
    const take = this.#log.stream();
    return (bytes) => {
      try {
        capture?.write(bytes);
        take(bytes);
      } catch (error) {
        this.#end({ broken: error instanceof Error ? error : new Error(String(error)) });
      }
      if (this.#log.isFull) this.#end('output-limit');
    };
  }
}

/** Where a command's output goes; both ends of a socket of Node's where there is no pipe. */
interface Pipes {
  readonly out: Pipe | undefined;
  readonly errors: Pipe | undefined;
}

/** A capture wants standard output by itself, which costs its order with standard error. */
const pipesFor = ({ spec, pipe }: Work): Pipes => ({
  out: spec.capture === undefined ? pipe : makePipe(),
  errors: pipe,
});

/** Starts the command as the leader of its own session, with its own environment and the tag, and nothing else. */
function start({ spec, tag }: Work, { out, errors }: Pipes): ChildProcess {
  const options: SpawnOptions = {
    cwd: spec.cwd,
    env: { ...spec.env, [tagVariable]: tag },
    stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', out?.write ?? 'pipe', errors?.write ?? 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  };
  const child =
    'shell' in spec.command
      ? spawn(spec.command.shell, { ...options, shell: true })
      : spawn(spec.command.program, spec.command.args, options);
  // A command need not read what it is given.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(spec.stdin);
  return child;
}

/** Makes a file where nothing is. A command may put a link there, and nothing is written through it. */
function makeNew(file: string): boolean {
  try {
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function plainError(error: Error, spec: CommandSpec): Error {
  if (!existsSync(spec.cwd)) return new Error(`its folder ${spec.cwd} does not exist`);
  if ((error as NodeJS.ErrnoException).code === 'ENOENT' && 'program' in spec.command) {
    return new Error(`there is no program "${spec.command.program}" on its PATH`);
  }
  return error;
}
