import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRepository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must, problem } from './must.ts';
import { programOf } from './programOf.ts';

let repository: TemporaryRepository;
const before = process.env['PATH'] ?? '';

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'mein "Projekt" $HOME ü 日本 ', files: { 'src/a.ts': 'a\n' } });
  const [git, calls] = [await programOf('git', before), path.join(repository.outside, 'calls')];
  await repository.script(path.join(repository.outside, 'bin', 'git'), `echo "$*" >> "${calls}"\nexec ${git} "$@"`);
});
afterEach(async () => {
  process.env['PATH'] = before;
  for (const name of Object.keys(elsewhere(''))) delete process.env[name];
  await repository.dispose();
});

/** What comes of opening `folder`, and how often git was started for it. */
async function opened(folder: string) {
  const calls = path.join(repository.outside, 'calls');
  await rm(calls, { force: true });
  process.env['PATH'] = `${path.join(repository.outside, 'bin')}${path.delimiter}${before}`;
  const repo = await openRepository(folder);
  process.env['PATH'] = before;
  const lines = await readFile(calls, 'utf8').catch(() => '');
  return { repo, calls: lines.split('\n').length - 1 };
}

const outside = (name: string) => path.join(repository.outside, name);
const elsewhere = (folder: string): Record<string, string> => ({
  GIT_DIR: path.join(folder, '.git'),
  GIT_WORK_TREE: folder,
  GIT_COMMON_DIR: path.join(folder, '.git'),
  GIT_INDEX_FILE: path.join(folder, 'index'),
  GIT_CEILING_DIRECTORIES: repository.path,
  GIT_NAMESPACE: 'other',
});

describe('opening a repository by one call of git', () => {
  it.each(['', 'src'])('tells all of it, from its folder %s', async (below) => {
    const { repo, calls } = await opened(path.join(repository.path, below));
    const gitDir = path.join(repository.path, '.git');
    const whole = { root: repository.path, gitDir, commonDir: gitDir, head: await repository.head() };
    expect(must(repo)).toEqual({ ...whole, currentBranch: 'refs/heads/main' });
    expect(calls).toBe(1);
  });

  it('tells a linked worktree from the main one, and who is on no branch', async () => {
    const commonDir = path.join(repository.path, '.git');
    for (const [name, more, on] of [
      ['a linked ü', ['-b', 'side/ünïcode'], { currentBranch: 'refs/heads/side/ünïcode' }],
      ['detached', ['--detach'], {}],
    ] as const) {
      await repository.git('worktree', 'add', '-q', ...more, outside(name));
      const { repo, calls } = await opened(outside(name));
      const { gitDir, ...rest } = must(repo);
      expect(rest).toEqual({ root: outside(name), commonDir, head: await repository.head(), ...on });
      expect(path.dirname(gitDir)).toBe(path.join(commonDir, 'worktrees'));
      expect(await readFile(path.join(gitDir, 'gitdir'), 'utf8')).toBe(`${outside(name)}/.git\n`);
      expect(calls).toBe(1);
    }
  });

  it('finds a submodule as a repository of its own', async () => {
    const library = await TemporaryRepository.create({ files: { 'lib.js': 'lib\n' } });
    try {
      await repository.git(
        '-c',
        'protocol.file.allow=always',
        'submodule',
        '--quiet',
        'add',
        library.path,
        'vendor/lib',
      );
      const root = path.join(repository.path, 'vendor', 'lib');
      const gitDir = path.join(repository.path, '.git', 'modules', 'vendor', 'lib');
      const { repo, calls } = await opened(root);
      const head = await library.head();
      expect(must(repo)).toEqual({ root, gitDir, commonDir: gitDir, head, currentBranch: 'refs/heads/main' });
      expect(calls).toBe(1);
    } finally {
      await library.dispose();
    }
  });

  it('does not follow what a hook has in its environment', async () => {
    const other = await TemporaryRepository.create();
    try {
      Object.assign(process.env, elsewhere(other.path));
      const repo = must(await openRepository(repository.path));
      for (const name of Object.keys(elsewhere(''))) delete process.env[name];
      expect(repo).toMatchObject({ root: repository.path, head: await repository.head() });
      expect(repo.head).not.toBe(await other.head());
    } finally {
      await other.dispose();
    }
  });

  it('is not misled by branches, tags and files that are called like what it asks for', async () => {
    const first = await repository.head();
    await repository.commit('second', { HEAD: 'a file\n', 'HEAD^{commit}': 'another\n' });
    await repository.git('update-ref', 'refs/heads/HEAD', first);
    await repository.git('update-ref', 'refs/tags/HEAD', first);
    await repository.git('update-ref', 'refs/tags/main', first);
    const head = await repository.git('rev-parse', 'refs/heads/main');
    expect(head).not.toBe(first);
    expect(must(await openRepository(repository.path))).toMatchObject({ head, currentBranch: 'refs/heads/main' });
  });

  it('names the branch behind a branch that is another name for it', async () => {
    await repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    await repository.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
    const repo = must(await openRepository(repository.path));
    expect(repo).toMatchObject({ head: await repository.head('refs/heads/main'), currentBranch: 'refs/heads/main' });
  });

  it('says what is wrong where there is nothing to work in', async () => {
    for (const [name, init, code] of [
      ['plain', undefined, 'not-a-repository'],
      ['ünborn', ['init', '-q'], 'no-commits'],
      ['bare ü.git', ['init', '-q', '--bare'], 'bare'],
    ] as const) {
      await mkdir(outside(name));
      if (init !== undefined) await repository.gitAt(outside(name), ...init);
      expect(problem((await opened(outside(name))).repo)).toEqual({ code, path: outside(name) });
    }
    expect(problem(await openRepository(outside('none'))).code).toBe('not-a-repository');
    // A bare one with commits has an answer to half of the question.
    await repository.git('clone', '-q', '--bare', repository.path, outside('full.git'));
    expect(problem(await openRepository(outside('full.git')))).toEqual({ code: 'bare', path: outside('full.git') });
    expect(problem(await openRepository(path.join(outside('full.git'), 'refs'))).code).toBe('bare');
  });

  it('finds the worktree of a bare repository, and one that has no commit yet', async () => {
    await repository.git('clone', '-q', '--bare', repository.path, outside('full.git'));
    await repository.gitAt(outside('full.git'), 'worktree', 'add', '-q', outside('of bare'), 'main');
    const repo = must(await openRepository(outside('of bare')));
    expect(repo).toMatchObject({ root: outside('of bare'), commonDir: outside('full.git') });
    await repository.git('worktree', 'add', '-q', '--detach', outside('unborn'));
    await repository.gitAt(outside('unborn'), 'checkout', '-q', '--orphan', 'new');
    expect(problem(await openRepository(outside('unborn')))).toEqual({ code: 'no-commits', path: outside('unborn') });
  });

  it('does not open a repository whose HEAD is broken', async () => {
    await writeFile(path.join(repository.path, '.git', 'HEAD'), 'ref: refs/heads/gone\n');
    expect(problem(await openRepository(repository.path)).code).toBe('no-commits');
    await writeFile(path.join(repository.path, '.git', 'HEAD'), 'nonsense\n');
    expect(problem(await openRepository(repository.path)).code).toBe('not-a-repository');
  });
});
