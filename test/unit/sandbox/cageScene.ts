import { spawn } from 'node:child_process';
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Cage, CageStanding } from '../../../src/model/cage.ts';
import type { Result } from '../../../src/model/result.ts';
import type { Cell, Command } from '../../../src/sandbox/cages.ts';
import type { Question } from './askCages.ts';
import { runGit } from './runGit.ts';

/** Who a command is run as: the user of the tests, or another one where root runs them. */
export interface Somebody {
  readonly name: string;
  readonly id?: number;
}

const own = process.getuid?.() ?? 0;

/** Root shows both; an ordinary user shows himself. */
export const everybody: readonly Somebody[] =
  own === 0 ? [{ name: 'root' }, { name: 'an ordinary user', id: 54_321 }] : [{ name: 'an ordinary user' }];

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export const openCage: Cage = { sandbox: 'required', network: 'all', read: [], write: [], env: [] };

/**
 * A home folder with secrets, a repository in it, a worktree of it and a step's folder: what a run of a person has. All of
 * it belongs to whoever the commands are run as.
 */
export class CageScene {
  readonly somebody: Somebody;
  /** Not below the temp folder, which is hidden for a reason of its own. */
  readonly folder: string;
  readonly home: string;
  readonly repository: string;
  readonly commonDir: string;
  readonly worktree: string;
  readonly directory: string;
  readonly outside: string;
  readonly env: Record<string, string>;
  readonly #program: string;

  constructor(somebody: Somebody, more: Readonly<Record<string, string>> = {}) {
    this.somebody = somebody;
    const base = own === 0 ? '/var/lib' : (process.env['HOME'] ?? tmpdir());
    this.folder = realpathSync(mkdtempSync(join(base, 'loopwright-cage-test-')));
    this.home = join(this.folder, 'home');
    this.repository = join(this.home, 'project');
    this.commonDir = join(this.repository, '.git');
    this.worktree = join(this.home, '.local/share/loopwright/worktrees/r1');
    this.directory = join(this.commonDir, 'loopwright/runs/r1/steps/check');
    this.outside = join(this.folder, 'outside');
    for (const folder of [this.repository, this.outside]) mkdirSync(folder, { recursive: true });
    runGit(this.repository, 'init', '-q', '-b', 'main');
    writeFileSync(join(this.repository, 'a.txt'), 'one\n');
    runGit(this.repository, 'add', '-A');
    runGit(this.repository, 'commit', '-qm', 'one');
    runGit(this.repository, 'worktree', 'add', '-q', '-b', 'loops/r1', this.worktree);
    mkdirSync(this.directory, { recursive: true });
    this.put('.ssh/id_ed25519', 'CANARY-SSH\n');
    this.put('.config/gh/hosts.yml', 'oauth_token: CANARY-GH\n');
    this.put('.npmrc', '//registry/:_authToken=CANARY-NPM\n');
    this.put('.claude/settings.json', '{"canary":"CANARY-CLAUDE"}\n');
    writeFileSync(join(this.commonDir, 'loopwright/runner.json'), 'CANARY-RUNNER\n');
    writeFileSync(join(this.outside, 'file'), 'outside\n');
    this.#program = join(this.folder, 'askCages.cjs');
    const entry = fileURLToPath(new URL('./askCages.ts', import.meta.url));
    buildSync({ entryPoints: [entry], outfile: this.#program, bundle: true, platform: 'node', logLevel: 'error' });
    if (somebody.id !== undefined) giveAway(this.folder, somebody.id);
    this.env = { PATH: process.env['PATH'] ?? '', HOME: this.home, ...more };
  }

  /** Writes a file below the home folder. */
  put(path: string, text: string): string {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (this.somebody.id !== undefined) giveAway(this.home, this.somebody.id);
    return file;
  }

  cell(more: Partial<Cell> = {}): Cell {
    const { worktree, commonDir, directory } = this;
    return { worktree, commonDir, directory, hidden: [join(commonDir, 'loopwright')], read: [], write: [], ...more };
  }

  async run(shell: string, cage: Partial<Cage> = {}, cell: Partial<Cell> = {}, patience = 30_000): Promise<Ran> {
    const { wrapped } = await this.ask({ cage: { ...openCage, ...cage }, cell: this.cell(cell), command: { shell } });
    if (wrapped === undefined || 'shell' in wrapped) throw new Error('the command is not in a cage');
    return this.bare(wrapped.program, wrapped.args, patience);
  }

  /** Asks the cages of whoever it is, in a process of theirs. */
  async ask(
    question: Question,
  ): Promise<{ readonly standing: Result<CageStanding, string>; readonly wrapped?: Command }> {
    const { code, out, err } = await this.bare(process.execPath, [this.#program, JSON.stringify(question)]);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out);
  }

  /** The same without a cage: what shows that a canary is there to be read. */
  bare(program: string, args: readonly string[], patience = 30_000): Promise<Ran> {
    const { id } = this.somebody;
    const as = id === undefined ? {} : { uid: id, gid: id };
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        cwd: this.worktree,
        env: this.env,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: patience,
        killSignal: 'SIGKILL',
        ...as,
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (bytes: Buffer) => {
        out += bytes.toString('utf8');
      });
      child.stderr.on('data', (bytes: Buffer) => {
        err += bytes.toString('utf8');
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out, err }));
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function giveAway(path: string, id: number): void {
  chownSync(path, id, id);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) giveAway(inner, id);
    else if (!entry.isSymbolicLink()) chownSync(inner, id, id);
  }
}

/** Pids of processes that have this word among their arguments. */
export function processesWith(word: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const words = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0') : [];
      return words.includes(word) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
