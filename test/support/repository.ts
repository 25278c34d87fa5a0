import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The environment of a user who has no global git configuration; their identity is explicit. */
export function testEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Test Author',
    GIT_AUTHOR_EMAIL: 'author@example.com',
    GIT_COMMITTER_NAME: 'Test Author',
    GIT_COMMITTER_EMAIL: 'author@example.com',
  };
}

export interface TemporaryRepositoryOptions {
  /** Committed at once; default one README. */
  readonly files?: Readonly<Record<string, string>>;
  /** Default `main`. */
  readonly branch?: string;
  /** Where to make it, inside a temporary folder of its own; default `repo`. Spaces and non-ASCII are welcome. */
  readonly path?: string;
}

/**
 * A real git repository in a temporary folder, driven by plain (not hardened) git, as its user would. The folder holds
 * nothing else, so `outside` is a good place for worktrees and canaries. Independent of HOME and of global configuration.
 */
export class TemporaryRepository {
  /** The temporary folder that everything of this repository is in. */
  readonly outside: string;
  /** The top of the checkout. */
  readonly path: string;

  private constructor(outside: string, repository: string) {
    this.outside = outside;
    this.path = repository;
  }

  static async create(options: TemporaryRepositoryOptions = {}): Promise<TemporaryRepository> {
    const outside = await realpath(await mkdtemp(path.join(tmpdir(), 'loopwright-git-')));
    const repository = new TemporaryRepository(outside, path.join(outside, options.path ?? 'repo'));
    await mkdir(repository.path, { recursive: true });
    await mkdir(path.join(outside, 'home'), { recursive: true });
    await repository.git('init', '-q', `--initial-branch=${options.branch ?? 'main'}`);
    await repository.git('config', 'user.name', 'Test Author');
    await repository.git('config', 'user.email', 'author@example.com');
    await repository.commit('first', options.files ?? { 'README.md': 'hello\n' });
    return repository;
  }

  /** Writes a file of the checkout; its folders are made. */
  async write(file: string, content: string | Buffer): Promise<void> {
    const target = path.join(this.path, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }

  async read(file: string): Promise<string> {
    return readFile(path.join(this.path, file), 'utf8');
  }

  async link(file: string, target: string): Promise<void> {
    await symlink(target, path.join(this.path, file));
  }

  /** Writes `files`, adds everything and commits; returns the commit. */
  async commit(message: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
    for (const [file, content] of Object.entries(files)) await this.write(file, content);
    await this.git('add', '-A');
    await this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.head();
  }

  /** Plain git in the checkout; trailing line ends are removed. Rejects when git fails. */
  async git(...args: readonly string[]): Promise<string> {
    return gitIn(this.path, path.join(this.outside, 'home'), args);
  }

  /** Plain git in another folder. */
  async gitAt(folder: string, ...args: readonly string[]): Promise<string> {
    return gitIn(folder, path.join(this.outside, 'home'), args);
  }

  /** The commit that HEAD or `revision` names. */
  async head(revision = 'HEAD'): Promise<string> {
    return this.git('rev-parse', '--verify', `${revision}^{commit}`);
  }

  /** Writes a script that anybody may run. */
  async script(file: string, lines: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${lines}\n`);
    await chmod(file, 0o755);
  }

  async dispose(): Promise<void> {
    await rm(this.outside, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function gitIn(cwd: string, home: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...args], { cwd, env: testEnvironment(home), maxBuffer: 64 * 1024 * 1024 });
  return stdout.replace(/\n+$/, '');
}
