import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type HookSettings, hookVariable } from './hookRecord.ts';
import { type Command, type CommandOutcome, runCommand } from './runCommand.ts';
import { repairSpecVariable } from './spec.ts';
import { testHookSource } from './testHook.ts';

/** How a command is watched: not at all, for test results, or for results and coverage. */
export type Watching = 'nothing' | 'results' | 'coverage';

export interface HowToRun {
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly watching: Watching;
  /** The worktree unless given. */
  readonly cwd?: string;
  readonly cpuSeconds?: number;
}

export interface WatchedRun {
  readonly outcome: CommandOutcome;
  /** Folder of the records of the hook; gone after the next run. */
  readonly records: string;
}

/** A quoted value for NODE_OPTIONS, whose parser knows double quotes and backslashes. */
const quoted = (path: string): string => `"${path.replaceAll('\\', '/')}"`;

/** The worktree with a temporary folder beside it, and the one way to run commands there. */
export class Workbench {
  /** The worktree without symbolic links, as V8 names scripts. */
  readonly root: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly #folder: string;
  readonly #hook: string;
  #runs = 0;

  constructor(worktree: string, deadlineMs: number, signal: AbortSignal) {
    this.root = realpathSync(worktree);
    this.deadlineMs = deadlineMs;
    this.signal = signal;
    this.#folder = mkdtempSync(join(realpathSync(tmpdir()), 'loopwright-repair-'));
    this.#hook = join(this.#folder, 'hook.cjs');
    writeFileSync(this.#hook, testHookSource);
  }

  /** The worktree as a file URL that ends in a slash. */
  get rootUrl(): string {
    return `${pathToFileURL(this.root).href}/`;
  }

  /** Time left in ms; 0 when there is none or the repair was stopped. */
  get leftMs(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.deadlineMs - Date.now());
  }

  /** Runs a command in the worktree; the time-out is cut to the time left. */
  async run(command: Command, how: HowToRun): Promise<WatchedRun> {
    const records = this.#freshFolder();
    const { env, timeoutMs, watching, cwd = this.root, ...limits } = how;
    const outcome = await runCommand({
      command,
      cwd,
      env: this.#environment(env, watching, records),
      timeoutMs: Math.min(timeoutMs, this.leftMs),
      signal: this.signal,
      ...limits,
    });
    return { outcome, records };
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #freshFolder(): string {
    rmSync(join(this.#folder, `run-${this.#runs}`), { recursive: true, force: true, maxRetries: 3 });
    const folder = join(this.#folder, `run-${++this.#runs}`);
    mkdirSync(folder);
    return folder;
  }

  #environment(env: Readonly<Record<string, string>>, watching: Watching, folder: string): NodeJS.ProcessEnv {
    const all: NodeJS.ProcessEnv = { ...process.env, ...env };
    // The check must not know that it runs inside another test run or another coverage measurement.
    for (const name of [repairSpecVariable, 'NODE_TEST_CONTEXT', 'NODE_V8_COVERAGE', hookVariable]) delete all[name];
    if (watching === 'nothing') return all;
    const settings: HookSettings = {
      folder,
      rootUrl: this.rootUrl,
      coverage: watching === 'coverage',
      owner: process.pid,
    };
    const options = [all['NODE_OPTIONS'], `--require ${quoted(this.#hook)}`].filter(Boolean).join(' ');
    const coverage = watching === 'coverage' ? { NODE_V8_COVERAGE: folder } : {};
    return { ...all, ...coverage, NODE_OPTIONS: options, [hookVariable]: JSON.stringify(settings) };
  }
}
