import { chmod, lstat, mkdir, readFile, readlink, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommitRequest, commitWorktree } from '../../../src/git/commitPass.ts';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { restoreWorktree } from '../../../src/git/restoreWorktree.ts';
import type { Worktree } from '../../../src/git/worktree.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, BRANCH, must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let base: string;
let worktree: Worktree;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    files: { 'a.txt': 'a\n', 'src/b.txt': 'b\n', '.gitignore': 'ignored/\n*.log\n', 'kept.txt': 'k\n' },
  });
  await repository.write('tracked.log', 'tracked\n');
  await repository.git('add', '-f', 'tracked.log');
  base = await repository.commit('with a tracked file that is ignored');
  repo = must(await openRepository(repository.path));
  const folder = path.join(repository.outside, 'worktree');
  worktree = must(await createWorktree({ repo, path: folder, branch: BRANCH, base, lockReason: 'r1' }));
});
afterEach(() => repository.dispose());

const inWorktree = (file: string) => path.join(worktree.path, file);
const quarantine = () => path.join(repository.outside, 'quarantine');
const agent = (...args: readonly string[]) => repository.gitAt(worktree.path, ...args);
const show = (commit: string, file: string) => repository.git('show', `${commit}:${file}`);

async function pass(more: Partial<CommitRequest> = {}) {
  const request = { worktree, parent: base, message: 'pass 1\n', authorship: AUTHORSHIP, quarantine: quarantine() };
  return must(await commitWorktree({ ...request, ...more }));
}

describe('committing a pass', () => {
  it('commits everything that is not ignored, with the given authorship', async () => {
    await writeFile(inWorktree('a.txt'), 'edited\n');
    await rm(inWorktree('src/b.txt'));
    await writeFile(inWorktree('new "ü".txt'), 'new\n');
    await mkdir(inWorktree('ignored'));
    await writeFile(inWorktree('ignored/x'), 'x');
    await writeFile(inWorktree('debug.log'), 'x');
    await writeFile(inWorktree('tracked.log'), 'edited\n');
    const done = await pass({ changeFrom: base });
    expect(done.changed).toBe(true);
    expect(await repository.git('ls-tree', '-r', '-z', '--name-only', done.commit)).toBe(
      ['.gitignore', 'a.txt', 'kept.txt', 'new "ü".txt', 'tracked.log', ''].join('\0'),
    );
    expect(done.change).toMatchObject({ base, head: done.commit, tree: done.tree });
    expect(done.change?.files.map((file) => file.path)).toEqual(['a.txt', 'new "ü".txt', 'src/b.txt', 'tracked.log']);
    expect(await repository.git('log', '-1', '--format=%P|%an|%ae|%ad|%cn|%B', '--date=raw', done.commit)).toBe(
      `${base}|Loop|loop@example.com|1700000000 +0000|Loop|pass 1`,
    );
    expect(await repository.head(BRANCH)).toBe(done.commit);
    expect(await agent('status', '--porcelain')).toBe('');
  });

  it('makes no commit of nothing', async () => {
    expect(await pass()).toMatchObject({ commit: base, changed: false, quarantined: [] });
    expect(await repository.head(BRANCH)).toBe(base);
  });

  it('makes the same commit when it is repeated after a crash', async () => {
    await writeFile(inWorktree('a.txt'), 'edited\n');
    const first = await pass();
    const again = await pass();
    expect(again).toMatchObject({ commit: first.commit, changed: true });
    expect(again.branchMoved).toBeUndefined();
  });

  it('goes on from the index it kept, and sees the next edit', async () => {
    await writeFile(inWorktree('a.txt'), 'edit 1\n');
    const first = await pass();
    await writeFile(inWorktree('a.txt'), 'edit 2\n');
    const second = await pass({ worktree: { ...worktree, index: first.index }, parent: first.commit });
    expect(await show(second.commit, 'a.txt')).toBe('edit 2');
  });

  it('keeps links as links and writes through none (threat 10)', async () => {
    const canary = path.join(repository.outside, 'canary');
    await writeFile(canary, 'untouched\n');
    await symlink(canary, inWorktree('leak'));
    await rm(inWorktree('src'), { recursive: true });
    await symlink(repository.outside, inWorktree('src'));
    const done = await pass();
    expect(await repository.git('ls-tree', done.commit, 'leak', 'src')).toMatch(/^120000 blob .*\n120000 blob /);
    expect(await show(done.commit, 'leak')).toBe(canary);
    must(await restoreWorktree({ worktree, head: base, quarantine: quarantine() }));
    expect(await readFile(canary, 'utf8')).toBe('untouched\n');
    expect((await lstat(inWorktree('src'))).isDirectory()).toBe(true);
    await expect(lstat(path.join(repository.outside, 'b.txt'))).rejects.toThrow('ENOENT');
  });

  it('does not work in a folder that a link took the place of', async () => {
    await rename(worktree.path, `${worktree.path}-away`);
    await symlink(repository.path, worktree.path);
    await repository.write('precious', 'untracked\n');
    const broken = { code: 'worktree-broken', path: worktree.path, reason: 'replaced' };
    expect(problem(await restoreWorktree({ worktree, head: base, quarantine: quarantine() }))).toEqual(broken);
    expect(await repository.read('precious')).toBe('untracked\n');
  });
});

describe('what an agent hides (threat 8)', () => {
  it.each(['--skip-worktree', '--assume-unchanged'])('is seen under %s', async (flag) => {
    await agent('update-index', flag, 'a.txt');
    await writeFile(inWorktree('a.txt'), 'hidden\n');
    await agent('add', '-A');
    expect(await agent('diff', '--cached', '--name-only')).toBe('');
    const done = await pass();
    expect(await show(done.commit, 'a.txt')).toBe('hidden');
    // Neither is the real index left with the flag.
    await writeFile(inWorktree('a.txt'), 'again\n');
    expect(await agent('status', '--porcelain')).toBe(' M a.txt');
  });

  it('is seen under a replaced commit', async () => {
    await repository.git('replace', base, await repository.commit('fake', { 'a.txt': 'fake\n' }));
    await writeFile(inWorktree('kept.txt'), 'edited\n');
    const done = await pass({ changeFrom: base });
    expect(done.change?.files.map((file) => file.path)).toEqual(['kept.txt']);
    expect(await repository.git('--no-replace-objects', 'log', '-1', '--format=%P', done.commit)).toBe(base);
  });

  it('is seen when the times of a file are set back', async () => {
    const { atime, mtime } = await lstat(inWorktree('a.txt'));
    await writeFile(inWorktree('a.txt'), 'b\n');
    await utimes(inWorktree('a.txt'), atime, mtime);
    expect(await show((await pass()).commit, 'a.txt')).toBe('b');
  });

  it('is seen when our kept index is forged', async () => {
    await writeFile(inWorktree('a.txt'), 'hidden\n');
    await agent('update-index', '--skip-worktree', 'a.txt');
    const kept = worktree.index?.file ?? 'none';
    await writeFile(kept, await readFile(path.join(worktree.gitDir, 'index')));
    expect(await show((await pass()).commit, 'a.txt')).toBe('hidden');
  });
});

describe('an agent that uses git itself (threat 9)', () => {
  it('gets its own commits squashed into ours', async () => {
    await writeFile(inWorktree('a.txt'), 'one\n');
    await agent('commit', '-qam', 'mine');
    const mine = await agent('rev-parse', 'HEAD');
    await writeFile(inWorktree('kept.txt'), 'two\n');
    const done = await pass();
    expect(done.branchMoved).toEqual({ from: mine });
    expect(await repository.git('rev-list', `${base}..${done.commit}`)).toBe(done.commit);
    expect(await show(done.commit, 'a.txt')).toBe('one');
    expect(await repository.head(BRANCH)).toBe(done.commit);
  });

  it('does not reach main by pointing HEAD at it', async () => {
    await agent('symbolic-ref', 'HEAD', 'refs/heads/main');
    await writeFile(inWorktree('a.txt'), 'evil\n');
    const done = await pass();
    expect(await repository.head('main')).toBe(base);
    expect(await repository.head(BRANCH)).toBe(done.commit);
    await agent('symbolic-ref', 'HEAD', 'refs/heads/main');
    must(await restoreWorktree({ worktree, head: done.commit, quarantine: quarantine() }));
    expect(await repository.head('main')).toBe(base);
    expect(await agent('symbolic-ref', 'HEAD')).toBe(BRANCH);
  });

  it('gets its branch back when it deleted it or detached HEAD', async () => {
    await agent('checkout', '-q', '--detach');
    await agent('update-ref', '-d', BRANCH);
    await writeFile(inWorktree('a.txt'), 'edited\n');
    const done = await pass();
    expect(done.branchMoved).toEqual({});
    expect(await repository.head(BRANCH)).toBe(done.commit);
    expect(await agent('status', '--porcelain', '--branch')).toBe('## loops/fix/r1/one');
  });
});

describe('restoring a worktree', () => {
  it('brings files, index and branch back and keeps what is ignored', async () => {
    await writeFile(inWorktree('a.txt'), 'edited\n');
    await rm(inWorktree('kept.txt'));
    await chmod(inWorktree('src/b.txt'), 0o755);
    await writeFile(inWorktree('new.txt'), 'new\n');
    await agent('add', '-A');
    await writeFile(inWorktree('src/b.txt'), 'hidden\n');
    await agent('update-index', '--skip-worktree', 'src/b.txt');
    await writeFile(path.join(worktree.gitDir, 'index.lock'), '');
    await mkdir(inWorktree('ignored'));
    await writeFile(inWorktree('ignored/x'), 'x');
    const restored = must(await restoreWorktree({ worktree, head: base, quarantine: quarantine() }));
    expect(await readFile(inWorktree('src/b.txt'), 'utf8')).toBe('b\n');
    expect(await agent('status', '--porcelain')).toBe('');
    await expect(lstat(inWorktree('new.txt'))).rejects.toThrow('ENOENT');
    expect(await readFile(inWorktree('ignored/x'), 'utf8')).toBe('x');
    expect(await pass({ worktree: { ...worktree, index: restored.index } })).toMatchObject({ changed: false });
  });
});

describe('what looks like a repository', () => {
  it('is quarantined with its content left as files, and a link is moved and not followed', async () => {
    const elsewhere = path.join(repository.outside, 'elsewhere');
    await mkdir(elsewhere);
    await repository.gitAt(elsewhere, 'init', '-q');
    await mkdir(inWorktree('vendor/lib'), { recursive: true });
    await repository.gitAt(inWorktree('vendor/lib'), 'init', '-q');
    await writeFile(inWorktree('vendor/lib/code.js'), 'x\n');
    await mkdir(inWorktree('linked'));
    await symlink(path.join(elsewhere, '.git'), inWorktree('linked/.git'));
    await mkdir(inWorktree('ignored/deep'), { recursive: true });
    await writeFile(inWorktree('ignored/deep/.GIT'), 'gitdir: /nowhere\n');
    await repository.git('init', '-q', '--bare', inWorktree('bare'));
    await mkdir(inWorktree('shared'));
    await writeFile(inWorktree('shared/HEAD'), 'ref: refs/heads/main\n');
    await writeFile(inWorktree('shared/commondir'), repo.commonDir);
    const done = await pass();
    expect(done.quarantined.map(({ kind, path: file }) => `${kind} ${file}`).sort()).toEqual([
      'bare-repository bare',
      'bare-repository shared',
      'nested-repository ignored/deep/.GIT',
      'nested-repository linked/.git',
      'nested-repository vendor/lib/.git',
    ]);
    expect(await show(done.commit, 'vendor/lib/code.js')).toBe('x');
    const link = done.quarantined.find((one) => one.path === 'linked/.git');
    expect(await readlink(link?.movedTo ?? '')).toBe(path.join(elsewhere, '.git'));
    expect((await lstat(path.join(elsewhere, '.git/HEAD'))).isFile()).toBe(true);
    expect(await repository.git('ls-tree', '-r', done.commit)).not.toContain('160000');
  });

  it('stays where the project itself keeps it as test data', async () => {
    for (const file of ['HEAD', 'objects/x', 'refs/x']) {
      await mkdir(path.dirname(inWorktree(`fixture/${file}`)), { recursive: true });
      await writeFile(inWorktree(`fixture/${file}`), 'x\n');
    }
    await agent('add', '-A');
    await agent('commit', '-qm', 'fixture');
    const parent = await agent('rev-parse', 'HEAD');
    await writeFile(inWorktree('a.txt'), 'edited\n');
    const done = await pass({ parent });
    expect(done.quarantined).toEqual([]);
    expect(await show(done.commit, 'fixture/HEAD')).toBe('x');
  });
});
