import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyExample } from '../../scripts/exampleCopy.mjs';
import { root } from '../../scripts/paths.mjs';

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
