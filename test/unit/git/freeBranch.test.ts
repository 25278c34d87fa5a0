import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { freeBranch } from '../../../src/git/freeBranch.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let worktree: string;
const branch = 'refs/heads/loops/fix';

beforeEach(async () => {
  repository = await TemporaryRepository.create({ files: { 'a.txt': 'a\n' } });
  repo = must(await openRepository(repository.path));
  worktree = path.join(repository.outside, 'work', 'r1-one');
});
afterEach(() => repository.dispose());

const free = async (): Promise<string> => must(await freeBranch(repo, { branch, worktree }));
const make = (at: string, name = branch) =>
  createWorktree({ repo, path: at, branch: name, base: repo.head, lockReason: 'r1' });

describe('the name of a new branch', () => {
  it.each<readonly [readonly string[], string]>([
    [[], 'loops/fix'],
    [['loops/fixed', 'loops/fix-it', 'other/loops/fix'], 'loops/fix'],
    [['loops/fix'], 'loops/fix-2'],
    [['loops/fix', 'loops/fix-2', 'loops/fix-4'], 'loops/fix-3'],
    [['loops/fix-2'], 'loops/fix'],
    [['loops/fix/a/b'], 'loops/fix-2'],
  ])('beside %j is %s', async (names, expected) => {
    for (const name of names) await repository.git('branch', name);
    expect(await free()).toBe(`refs/heads/${expected}`);
  });

  it('is found among packed ones too', async () => {
    for (const name of ['loops/fix', 'loops/fix-2']) await repository.git('branch', name);
    await repository.git('pack-refs', '--all');
    expect(await free()).toBe(`${branch}-3`);
  });

  it('is not in the way of its own worktree, and is of every other one', async () => {
    must(await make(worktree));
    expect(await free()).toBe(branch);
    const other = path.join(repository.outside, 'work', 'r1-two');
    expect(must(await freeBranch(repo, { branch, worktree: other }))).toBe(`${branch}-2`);
  });
});

describe('a branch at the base', () => {
  it('that another worktree is on is not taken from it', async () => {
    must(await make(worktree));
    const other = path.join(repository.outside, 'work', 'r1-two');
    expect(problem(await make(other))).toEqual({ code: 'branch-exists', branch, at: repo.head });
    expect(await repository.gitAt(worktree, 'rev-parse', 'HEAD')).toBe(repo.head);
  });

  it('that is checked out by the user is not touched', async () => {
    expect(problem(await make(worktree, 'refs/heads/main'))).toMatchObject({ code: 'branch-exists' });
    expect(await repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(await repository.git('status', '--porcelain')).toBe('');
  });
});
