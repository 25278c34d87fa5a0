import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitWorktree } from '../../../src/git/commitPass.ts';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { removeLeftAhead } from '../../../src/git/removeAhead.ts';
import { openRepository, type Repository, sharedGit } from '../../../src/git/repository.ts';
import { listWorktrees } from '../../../src/git/worktreeList.ts';
import { type PooledWorktree, WorktreePool } from '../../../src/git/worktreePool.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let pool: WorktreePool;

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'mein Projekt ü', files: { 'a.txt': 'a\n' } });
  repo = must(await openRepository(repository.path));
  pool = new WorktreePool({ repo, ahead: 2 });
});
afterEach(async () => {
  await pool.close();
  await repository.dispose();
});

const wanted = (n: number | string, more: Partial<PooledWorktree> = {}): PooledWorktree => ({
  repo,
  path: path.join(repository.outside, 'wörk trees', `r1-${n}`),
  branch: `refs/heads/loops/fix/r1/${n}`,
  base: repo.head,
  lockReason: 'run r1',
  ...more,
});
const listed = async () =>
  (await listWorktrees(sharedGit(repo)))
    .slice(1)
    .map((one) => `${path.basename(one.path)} ${one.locked}`)
    .sort();
const settled = (count: number) => expect.poll(async () => await madeCount(), { timeout: 30_000 }).toBe(count);
const branches = () => repository.git('for-each-ref', '--format=%(refname:short)', 'refs/heads');

/** Finished ones: their files are all there. */
async function madeCount(): Promise<number> {
  const folder = path.join(repo.commonDir, 'worktrees');
  const names = await readdir(folder).catch(() => []);
  const made = await Promise.all(names.map((name) => readdir(path.join(folder, name)).catch((): string[] => [])));
  return made.filter((files) => files.includes('loopwright-made')).length;
}

describe('a pool of worktrees', () => {
  it('makes at most as many ahead as it may, in order, and hands each over as its own', async () => {
    for (const n of [1, 2, 3, 4]) pool.prefetch(wanted(n));
    pool.prefetch(wanted(1));
    await settled(2);
    expect(await listed()).toEqual(['r1-1 loopwright: ahead of run r1', 'r1-2 loopwright: ahead of run r1']);
    const first = must(await pool.take(wanted(1)));
    expect(first).toMatchObject({ path: wanted(1).path, branch: wanted(1).branch, base: repo.head });
    expect(await readFile(path.join(first.path, 'a.txt'), 'utf8')).toBe('a\n');
    await settled(3);
    expect(await listed()).toEqual([
      'r1-1 loopwright: run r1',
      'r1-2 loopwright: ahead of run r1',
      'r1-3 loopwright: ahead of run r1',
    ]);
    // It is as good as one that was made on demand, its index included.
    expect(first.index).toBeDefined();
    await writeFile(path.join(first.path, 'a.txt'), 'b\n');
    const request = { worktree: first, parent: repo.head, message: 'pass\n', authorship: AUTHORSHIP };
    const done = must(await commitWorktree({ ...request, quarantine: path.join(repository.outside, 'q') }));
    expect(await repository.git('show', `${done.commit}:a.txt`)).toBe('b');
  });

  it('removes what nobody took, and nothing else', async () => {
    pool.prefetch(wanted(1));
    pool.prefetch(wanted(2));
    pool.prefetch(wanted('detached', {}));
    const taken = must(await pool.take(wanted(1)));
    await writeFile(path.join(taken.path, 'work'), 'precious\n');
    await pool.drop(wanted(2).path);
    await pool.close();
    expect(await listed()).toEqual(['r1-1 loopwright: run r1']);
    expect(await branches()).toBe('loops/fix/r1/1\nmain');
    expect(await readdir(path.dirname(taken.path))).toEqual(['r1-1']);
    expect(await readFile(path.join(taken.path, 'work'), 'utf8')).toBe('precious\n');
    // Closed, it makes them itself.
    pool.prefetch(wanted(5));
    must(await pool.take(wanted(6)));
    expect(await listed()).toEqual(['r1-1 loopwright: run r1', 'r1-6 loopwright: run r1']);
  });

  it('never spares a worktree that is in use, though it is asked for ahead', async () => {
    const mine = must(await createWorktree({ ...wanted(1), branch: 'refs/heads/loops/fix/r1/1' }));
    await writeFile(path.join(mine.path, 'work'), 'precious\n');
    pool.prefetch(wanted(1));
    await pool.close();
    expect(await listed()).toEqual(['r1-1 loopwright: run r1']);
    expect(await branches()).toBe('loops/fix/r1/1\nmain');
    expect(await readFile(path.join(mine.path, 'work'), 'utf8')).toBe('precious\n');
  });

  it('takes what was not asked for, what waits, and what is wanted at another base', async () => {
    must(await pool.take(wanted('unasked')));
    for (const n of [1, 2, 3]) pool.prefetch(wanted(n));
    must(await pool.take(wanted(3)));
    await settled(4);
    const next = await repository.commit('next', { 'a.txt': 'next\n' });
    const moved = must(await pool.take(wanted(1, { base: next })));
    expect(moved.base).toBe(next);
    expect(await readFile(path.join(moved.path, 'a.txt'), 'utf8')).toBe('next\n');
    const detached = must(await pool.take({ ...wanted(2), branch: undefined } as never));
    expect(detached.branch).toBeUndefined();
  });

  it('makes nothing fail that would do without it, and tells what fails all the same', async () => {
    await repository.git('branch', 'loops/fix/r1/1', await repository.commit('other'));
    pool.prefetch(wanted(1));
    pool.prefetch(wanted(2, { base: '1'.repeat(40) }));
    await repository.git('branch', '-q', 'keep', 'loops/fix/r1/1');
    expect(problem(await pool.take(wanted(1))).code).toBe('branch-exists');
    // Ahead it was asked for at a commit that does not exist.
    expect(must(await pool.take(wanted(2))).base).toBe(repo.head);
    await repository.git('branch', '-q', '-D', 'loops/fix/r1/1');
    must(await pool.take(wanted(1)));
  });

  it('is stopped by whoever takes', async () => {
    pool.prefetch(wanted(1));
    expect(problem(await pool.take(wanted(1, { signal: AbortSignal.abort() })))).toEqual({ code: 'aborted' });
    expect(await listed()).toEqual([]);
    must(await pool.take(wanted(1)));
  });
});

describe('what a killed pool left', () => {
  it('is found by its mark and removed, and what was taken stays', async () => {
    pool.prefetch(wanted(1));
    pool.prefetch(wanted(2));
    await settled(2);
    // The process is gone; its successor is asked for one of them without any pool.
    must(await createWorktree({ ...wanted(1), branch: 'refs/heads/loops/fix/r1/1' }));
    const half = wanted(3);
    must(await createWorktree({ ...half, branch: 'refs/heads/loops/fix/r1/3', lockReason: 'ahead of run r1' }));
    await rm(path.join(repo.commonDir, 'worktrees/r1-3/loopwright-made'));
    expect([...must(await removeLeftAhead(repo))].sort()).toEqual([wanted(2).path, half.path]);
    expect(await listed()).toEqual(['r1-1 loopwright: run r1']);
    expect(must(await removeLeftAhead(repo))).toEqual([]);
    // Half made, its branch is at its base or it is not ours to say; making it anew takes it over.
    expect(await branches()).toBe('loops/fix/r1/1\nloops/fix/r1/3\nmain');
    must(await pool.take(half));
  });

  it('keeps a branch that somebody built on', async () => {
    pool.prefetch(wanted(1));
    await settled(1);
    const built = await repository.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'built');
    await repository.git('update-ref', 'refs/heads/loops/fix/r1/1', built);
    must(await removeLeftAhead(repo));
    expect(await repository.head('refs/heads/loops/fix/r1/1')).toBe(built);
  });
});
