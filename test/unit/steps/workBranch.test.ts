import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { WorktreePool } from '../../../src/git/worktreePool.ts';
import { takeOnNewBranch } from '../../../src/steps/workBranch.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from '../git/must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let pool: WorktreePool;
const branch = 'refs/heads/loops/fix';

beforeEach(async () => {
  repository = await TemporaryRepository.create({ files: { 'a.txt': 'a\n' } });
  repo = must(await openRepository(repository.path));
  pool = new WorktreePool({ repo, ahead: 1 });
});
afterEach(async () => {
  await pool.close();
  await repository.dispose();
});

const directoryOf = (item: string): string => path.join(repository.outside, 'steps', item);
const wantedFor = (item: string) => ({
  repo,
  path: path.join(repository.outside, 'work', `r1-${item}`),
  branch,
  base: repo.head,
  lockReason: 'run r1',
});

async function prepare(item = 'one') {
  const directory = directoryOf(item);
  await mkdir(directory, { recursive: true });
  return takeOnNewBranch({ repository: repo, worktrees: pool }, wantedFor(item), { directory, runId: 'r-1' });
}

const branches = async (): Promise<readonly string[]> =>
  (await repository.git('for-each-ref', '--format=%(refname)', 'refs/heads/loops')).split('\n');

describe('the branch of an item', () => {
  it('is the one that the loop names, and the next one where it is there already', async () => {
    expect(must(await prepare('one')).branch).toBe(branch);
    expect(must(await prepare('two')).branch).toBe(`${branch}-2`);
    expect(await branches()).toEqual([branch, `${branch}-2`]);
  });

  it('is another for each of many items that begin at once', async () => {
    const items = ['one', 'two', 'three', 'four'];
    const made = await Promise.all(items.map((item) => prepare(item)));
    expect(made.map((one) => must(one).branch).sort()).toEqual([branch, ...[2, 3, 4].map((n) => `${branch}-${n}`)]);
  });

  it('stays the same when the step is done again after a crash, whatever has become free or taken', async () => {
    await repository.git('branch', 'loops/fix');
    const first = must(await prepare());
    expect(first.branch).toBe(`${branch}-2`);
    await repository.git('branch', '-D', 'loops/fix');
    expect(must(await prepare())).toMatchObject({ branch: `${branch}-2`, path: first.path });
    expect(await branches()).toEqual([`${branch}-2`]);
  });

  it('is gone on with where a call was cut off before the worktree was made', async () => {
    await mkdir(directoryOf('one'), { recursive: true });
    await repository.git('branch', 'loops/fix', '-f', repo.head);
    await writeFile(path.join(directoryOf('one'), 'branch'), branch);
    expect(must(await prepare()).branch).toBe(branch);
  });

  it('is another where somebody took the noted name in the meantime', async () => {
    await mkdir(directoryOf('one'), { recursive: true });
    await writeFile(path.join(directoryOf('one'), 'branch'), branch);
    await repository.git('branch', 'loops/fix', await repository.commit('theirs'));
    expect(must(await prepare()).branch).toBe(`${branch}-2`);
    expect(await readFile(path.join(directoryOf('one'), 'branch'), 'utf8')).toBe(`${branch}-2`);
  });

  it('is the one of a worktree that was made ahead', async () => {
    pool.prefetch(wantedFor('one'));
    expect(must(await prepare()).branch).toBe(branch);
    expect(await branches()).toEqual([branch]);
  });

  it('never is one that somebody has at the base, whether it is checked out or not', async () => {
    await repository.git('branch', 'loops/fix');
    await repository.git('config', 'branch.loops/fix.description', 'mine');
    expect(must(await prepare()).branch).toBe(`${branch}-2`);
    expect(await repository.git('config', 'branch.loops/fix.description')).toBe('mine');
  });

  it('is the run’s own where its id is in the name, also when a kill left it without its worktree', async () => {
    const named = { ...wantedFor('one'), branch: 'refs/heads/loops/fix/r-1/one' };
    await repository.git('branch', 'loops/fix/r-1/one');
    const directory = directoryOf('one');
    await mkdir(directory, { recursive: true });
    const made = await takeOnNewBranch({ repository: repo, worktrees: pool }, named, { directory, runId: 'r-1' });
    expect(must(made).branch).toBe(named.branch);
    expect(await branches()).toEqual([named.branch]);
  });
});
