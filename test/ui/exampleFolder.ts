import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyExample } from '../../scripts/exampleCopy.mjs';
import { root } from '../../scripts/paths.mjs';
import { readJournal } from '../../src/journal/journalFile.ts';
import { foldAll } from '../../src/model/runState.ts';
import { type RunSummary, summaryOf } from '../../src/model/shapes.ts';
import { runnerAddressSchema } from '../../src/protocol/runner.ts';

const run = promisify(execFile);

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A fresh copy of the example, with work of the user's own in it, and a data folder of its own. */
export class ExampleFolder {
  readonly #outside: string;
  readonly path: string;

  private constructor(outside: string) {
    this.#outside = outside;
    this.path = join(outside, 'example');
  }

  static async create(): Promise<ExampleFolder> {
    const folder = new ExampleFolder(await realpath(await mkdtemp(join(tmpdir(), 'loopwright-example-'))));
    await copyExample(folder.path);
    await appendFile(join(folder.path, 'README.md'), '\nA line that the user has not committed.\n');
    await writeFile(join(folder.path, 'notes.txt'), 'a file that git does not know\n');
    return folder;
  }

  /** For the workbench and the command line alike: the worktrees lie in this test's folder. */
  get env(): Readonly<Record<string, string>> {
    return { LOOPWRIGHT_DATA: join(this.#outside, 'data') };
  }

  /** What `git` prints in the user's checkout. */
  async git(...args: readonly string[]): Promise<string> {
    return (await run('git', [...args], { cwd: this.path })).stdout.trim();
  }

  /**
   * The newest run, folded from its journal on disk. The command line is not asked while a prompt is open: built
   * elsewhere than the installed package, it would have the runner replaced, and open prompts live in its memory.
   */
  async newestRun(): Promise<RunSummary> {
    const runs = join(this.path, '.git', 'loopwright', 'runs');
    const newest = (await readdir(runs)).sort().at(-1);
    if (newest === undefined) throw new Error('there is no run');
    const events = readJournal(join(runs, newest, 'journal.jsonl'));
    const state = events.ok ? foldAll(events.value) : undefined;
    if (state === undefined) throw new Error(`the journal of ${newest} cannot be read`);
    return summaryOf(state);
  }

  /** The process of the runner that works on this repository. */
  async runnerPid(): Promise<number> {
    const text = await readFile(join(this.path, '.git', 'loopwright', 'runner.json'), 'utf8');
    return runnerAddressSchema.parse(JSON.parse(text)).pid;
  }

  /** Runs our command line in the checkout; a refusal is an answer, not an error. */
  async loopwright(...args: readonly string[]): Promise<Ended> {
    const cli = join(root, 'dist', 'cli.js');
    const options = { cwd: this.path, env: { ...process.env, ...this.env } };
    try {
      const { stdout, stderr } = await run(process.execPath, [cli, ...args], options);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  /** The work of the user that no run may touch: what git says of it, and its text. */
  async userWork(): Promise<string> {
    const texts = ['README.md', 'notes.txt'].map((name) => readFile(join(this.path, name), 'utf8'));
    return [await this.git('status', '--porcelain'), ...(await Promise.all(texts))].join('\n');
  }

  async remove(): Promise<void> {
    await this.loopwright('runner', 'stop');
    await rm(this.#outside, { recursive: true, force: true, maxRetries: 5 });
  }
}
