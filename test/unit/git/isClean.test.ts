import { chmod, lstat, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDetachedWorktree, createWorktree } from '../../../src/git/createWorktree.ts';
import { isClean } from '../../../src/git/isClean.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { restoreWorktree } from '../../../src/git/restoreWorktree.ts';
import type { Worktree } from '../../../src/git/worktree.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { BRANCH, must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let head: string;
let worktree: Worktree;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    path: 'mein Projekt ü',
    files: { 'a.txt': 'a\n', 'src/b.txt': 'b\n', '.gitignore': 'out/\n' },
  });
  repo = must(await openRepository(repository.path));
  head = repo.head;
  const folder = path.join(repository.outside, 'worktree');
  worktree = must(await createWorktree({ repo, path: folder, branch: BRANCH, base: head, lockReason: 'r1' }));
});
afterEach(() => repository.dispose());

const inWorktree = (file: string) => path.join(worktree.path, file);
const quarantine = () => path.join(repository.outside, 'quarantine');
const agent = (...args: readonly string[]) => repository.gitAt(worktree.path, ...args);
const look = async (more: Partial<Parameters<typeof isClean>[0]> = {}) =>
  must(await isClean({ worktree, head, quarantine: quarantine(), ...more }));

const CLEAN = { clean: true, paths: [], more: 0, git: [] };

describe('a worktree that was only read', () => {
  it('is clean, also after git looked at it and a build wrote what is ignored', async () => {
    expect(await look()).toEqual(CLEAN);
    await agent('status');
    await agent('log', '-1', '--stat');
    await mkdir(inWorktree('out'));
    await writeFile(inWorktree('out/x.js'), 'x');
    await utimes(inWorktree('a.txt'), new Date(), new Date());
    expect(await look()).toEqual(CLEAN);
  });

  it('is clean without our index, and where it is detached', async () => {
    const { index: _index, ...plain } = worktree;
    expect(await look({ worktree: plain })).toEqual(CLEAN);
    const folder = path.join(repository.outside, 'detached');
    const detached = must(await createDetachedWorktree({ repo, path: folder, base: head, lockReason: 'look' }));
    expect(await look({ worktree: detached })).toEqual(CLEAN);
    await repository.gitAt(folder, 'checkout', '-q', 'main', '--ignore-other-worktrees');
    expect((await look({ worktree: detached })).git).toEqual(['HEAD is on refs/heads/main']);
  });
});

describe('a worktree that was written in', () => {
  it('names what changed, whatever the index says of it', async () => {
    const { atime, mtime } = await lstat(inWorktree('a.txt'));
    await agent('update-index', '--skip-worktree', 'a.txt');
    await writeFile(inWorktree('a.txt'), 'b\n');
    await utimes(inWorktree('a.txt'), atime, mtime);
    await writeFile(inWorktree('new "ü".txt'), 'new\n');
    await chmod(inWorktree('src/b.txt'), 0o755);
    expect(await look()).toEqual({ clean: false, paths: ['a.txt', 'new "ü".txt', 'src/b.txt'], more: 0, git: [] });
    await rm(inWorktree('src'), { recursive: true });
    expect((await look()).paths).toEqual(['a.txt', 'new "ü".txt', 'src/b.txt']);
  });

  it('is not made clean by an ignore file, which is itself a change', async () => {
    await writeFile(inWorktree('.gitignore'), 'out/\nevil\n');
    await writeFile(inWorktree('evil'), 'x');
    expect((await look()).paths).toEqual(['.gitignore']);
  });

  it('names at most fifty paths and counts the rest', async () => {
    for (let n = 0; n < 53; n += 1) await writeFile(inWorktree(`n${String(n).padStart(2, '0')}`), '');
    const seen = await look();
    expect(seen).toMatchObject({ clean: false, more: 3 });
    expect(seen.paths).toHaveLength(50);
    expect(seen.paths[49]).toBe('n49');
  });
});

describe('an agent that uses git in it', () => {
  it('is told from its commit, although the files match that', async () => {
    await writeFile(inWorktree('a.txt'), 'mine\n');
    await agent('commit', '-qam', 'mine');
    const mine = await agent('rev-parse', 'HEAD');
    expect(await look()).toEqual({
      clean: false,
      paths: ['a.txt'],
      more: 0,
      git: expect.arrayContaining([`${BRANCH} is at ${mine.slice(0, 12)}`]),
    });
  });

  it('is told from a HEAD that moved, an operation under way, a deleted branch', async () => {
    await agent('checkout', '-q', '--detach');
    expect((await look()).git).toEqual([`HEAD is on ${head}`]);
    must(await restoreWorktree({ worktree, head, quarantine: quarantine() }));
    expect(await look()).toEqual(CLEAN);
    await agent('bisect', 'start');
    expect((await look()).git).toContain('.git/BISECT_LOG was written');
    await agent('bisect', 'reset');
    await agent('checkout', '-q', '--detach');
    await agent('update-ref', '-d', BRANCH);
    expect((await look()).git).toContain(`${BRANCH} was deleted`);
  });

  it('is told from what it planted for git', async () => {
    await writeFile(path.join(worktree.gitDir, 'config.worktree'), '[core]\nfsmonitor = evil\n');
    await mkdir(inWorktree('out'));
    await repository.gitAt(inWorktree('out'), 'init', '-q');
    const seen = await look();
    expect(seen.paths).toEqual([]);
    expect([...seen.git].sort()).toEqual([
      'config.worktree was left there (worktree-config)',
      'out/.git was left there (nested-repository)',
    ]);
    expect(await look()).toEqual(CLEAN);
  });

  it('cannot hide the worktree itself', async () => {
    await rm(worktree.path, { recursive: true });
    expect(problem(await isClean({ worktree, head, quarantine: quarantine() }))).toEqual({
      code: 'worktree-broken',
      path: worktree.path,
      reason: 'missing',
    });
  });
});
