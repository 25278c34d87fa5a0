import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { copyExample } from '../../../scripts/exampleCopy.mjs';
import type { Outcome } from './fakeTerminal.ts';

const cli = resolve(import.meta.dirname, '../../../dist/cli.js');
const run = promisify(execFile);

interface CallOptions {
  /** Asked whenever something was printed; what it returns is typed. */
  readonly answer?: (printed: string) => string | undefined;
  /** Sees the process and what it has printed, whenever it prints. */
  readonly watch?: (child: ChildProcess, printed: string) => void;
}

/** A fresh copy of examples/ in a folder of its own, with data folder and home inside, and the built program. */
export class RealCli {
  readonly folder: string;
  readonly repository: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.repository = join(folder, 'room-bookings');
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(GIT_|NODE_OPTIONS|NODE_V8|NODE_TEST|LOOPWRIGHT_)/.test(name),
    );
    this.#env = {
      ...Object.fromEntries(own),
      HOME: folder,
      USERPROFILE: folder,
      LOOPWRIGHT_DATA: join(folder, 'data'),
      ...env,
    };
  }

  /** `env`: variables beside the usual ones. */
  static async create(env: NodeJS.ProcessEnv = {}): Promise<RealCli> {
    if (!existsSync(cli)) throw new Error('dist/cli.js is not built; run: npm run build');
    const created = new RealCli(await realpath(await mkdtemp(join(tmpdir(), 'loopwright-whole-way-'))), env);
    await copyExample(created.repository);
    return created;
  }

  /** Stops the runner, if one is there, and removes everything. */
  async remove(): Promise<void> {
    await this.call(['runner', 'stop']);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  call(argv: readonly string[], { answer, watch }: CallOptions = {}): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [cli, ...argv], { cwd: this.repository, env: this.#env });
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        watch?.(child, out);
        const line = answer?.(out);
        if (line !== undefined) child.stdin.write(`${line}\n`);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      // With nobody to answer, the input ends at once.
      if (answer === undefined) child.stdin.end();
      child.on('error', reject);
      child.on('close', (code) => resolve({ exit: code ?? -1, out, err }));
    });
  }

  /** Calls with `--json`, expects the exit code and gives what was printed. */
  async json(argv: readonly string[], exit = 0): Promise<unknown> {
    const outcome = await this.call([...argv, '--json']);
    if (outcome.exit !== exit) throw new Error(`${argv.join(' ')} exited with ${outcome.exit}: ${outcome.err}`);
    return JSON.parse(outcome.out);
  }

  async git(...args: readonly string[]): Promise<string> {
    return (await run('git', ['--no-pager', ...args], { cwd: this.repository, env: this.#env })).stdout;
  }

  read(path: string): Promise<string> {
    return readFile(join(this.repository, path), 'utf8');
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.repository, path), text);
  }

  /** Processes whose command line names our folder, as `ps` shows them (not on Windows). */
  async processes(): Promise<readonly string[]> {
    const { stdout } = await run('ps', ['-eo', 'pid=,stat=,args=']);
    return stdout.split('\n').filter((line) => line.includes(this.folder) && !/^\s*\d+\s+Z/.test(line));
  }
}
