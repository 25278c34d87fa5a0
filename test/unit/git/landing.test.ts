import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitWorktree } from '../../../src/git/commitPass.ts';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { land } from '../../../src/git/landing.ts';
import { type Candidate, type CandidateRequest, mergeCandidate } from '../../../src/git/mergeCandidate.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import type { Worktree } from '../../../src/git/worktree.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, BRANCH, must, problem } from './must.ts';

const INTO = 'refs/heads/main';
const KEEP = 'refs/loopwright/r1/candidate';

let repository: TemporaryRepository;
let repo: Repository;
let worktree: Worktree;
let head: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    path: 'mein Projekt ü',
    files: { 'a.txt': 'a\n', 'other.txt': 'o\n', '.gitignore': '*.cache\n', 'merged.txt': '1\n2\n3\n4\n5\n' },
  });
  repo = must(await openRepository(repository.path));
  const folder = path.join(repository.outside, 'worktree');
  worktree = must(await createWorktree({ repo, path: folder, branch: BRANCH, base: repo.head, lockReason: 'r1' }));
  head = await pass({ 'a.txt': 'fixed\n', 'new.txt': 'new\n', 'merged.txt': 'one\n2\n3\n4\n5\n' });
});
afterEach(() => repository.dispose());

/** A pass of an agent: writes the files and commits; ignored ones are added as an agent can, by changing the rules. */
async function pass(files: Readonly<Record<string, string>>, parent = repo.head): Promise<string> {
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(worktree.path, file), content);
  const request = { worktree, parent, message: 'pass\n', authorship: AUTHORSHIP };
  return must(await commitWorktree({ ...request, quarantine: path.join(repository.outside, 'q') })).commit;
}

const merge = (more: Partial<CandidateRequest> = {}) =>
  mergeCandidate({
    repo,
    into: INTO,
    head,
    squash: true,
    message: 'land\n',
    authorship: AUTHORSHIP,
    keepRef: KEEP,
    ...more,
  });
const landIt = (candidate: Candidate) => land({ repo, into: INTO, candidate: candidate.commit, old: candidate.old });

/** Everything that landing might harm in a checkout: files, index, stash, branches, HEAD. */
async function snapshot(checkout = repository.path): Promise<unknown> {
  const git = (...args: string[]) => repository.gitAt(checkout, ...args);
  const files: Record<string, string> = {};
  for (const name of await readdir(checkout)) {
    if (name !== '.git') files[name] = await readFile(path.join(checkout, name), 'utf8').catch(() => 'folder');
  }
  return {
    files,
    index: await git('ls-files', '-s'),
    stash: await git('stash', 'list'),
    head: await git('rev-parse', 'HEAD'),
    branch: await git('symbolic-ref', '-q', 'HEAD').catch(() => 'detached'),
    refs: await git('for-each-ref', 'refs/heads'),
  };
}

describe('a candidate', () => {
  it('is one commit on the target with the given message, kept by a ref, and touches no checkout', async () => {
    const before = await snapshot();
    const candidate = must(await merge({ approvedTree: await repository.git('rev-parse', `${head}^{tree}`) }));
    expect(candidate).toMatchObject({ old: repo.head, upToDate: false, exact: true });
    expect(await repository.head(KEEP)).toBe(candidate.commit);
    expect(await repository.git('log', '-1', '--format=%P|%an|%B', candidate.commit)).toBe(`${repo.head}|Loop|land`);
    expect(await snapshot()).toEqual(before);
  });

  it('has two parents without squash', async () => {
    const candidate = must(await merge({ squash: false }));
    expect(await repository.git('log', '-1', '--format=%P', candidate.commit)).toBe(`${repo.head} ${head}`);
  });

  it('is the same commit when it is made again', async () => {
    const first = must(await merge());
    expect(must(await merge())).toEqual(first);
    await repository.commit('main moves', { 'other.txt': 'moved\n' });
    const second = must(await merge());
    expect(second).toMatchObject({ old: await repository.head(), exact: false });
    expect(await repository.git('show', `${second.commit}:other.txt`)).toBe('moved');
    expect(await repository.git('show', `${second.commit}:a.txt`)).toBe('fixed');
  });

  it('is refused where it is not what was approved', async () => {
    const approvedTree = await repository.git('rev-parse', `${repo.head}^{tree}`);
    expect(problem(await merge({ approvedTree })).code).toBe('not-approved');
  });

  it('names the conflicting paths and makes nothing', async () => {
    await repository.commit('main moves', { 'a.txt': 'theirs\n', 'new.txt': 'also\n' });
    expect(problem(await merge())).toEqual({ code: 'conflict', paths: ['a.txt', 'new.txt'] });
    await expect(repository.head(KEEP)).rejects.toThrow();
  });

  it('is not resolved by merge=union, not from the change, not from .git', async () => {
    head = await pass({ '.gitattributes': '* merge=union\n' }, head);
    await repository.write('.git/.gitattributes', '* merge=union\n');
    await repository.commit('main moves', { 'a.txt': 'theirs\n' });
    expect(problem(await merge())).toEqual({ code: 'conflict', paths: ['a.txt'] });
    // The control: merged in a checkout, the attribute counts and the conflict is gone.
    await repository.git('checkout', '-q', '-b', 'control', head);
    await repository.git('merge', '-q', '-m', 'x', 'main');
    expect(await repository.read('a.txt')).toBe('fixed\ntheirs\n');
  });

  it('is nothing where the target has it already, and nothing unrelated lands', async () => {
    await repository.git('merge', '-q', head);
    expect(must(await merge())).toMatchObject({ upToDate: true, commit: head });
    const orphan = await repository.git('commit-tree', `${head}^{tree}`, '-m', 'orphan');
    expect(problem(await merge({ head: orphan })).code).toBe('unrelated');
    expect(problem(await merge({ head: 'nix' }))).toEqual({ code: 'unknown-revision', revision: 'nix' });
    const into = 'refs/heads/none';
    expect(problem(await merge({ into }))).toEqual({ code: 'unknown-revision', revision: into });
  });
});

describe('landing where the branch is checked out', () => {
  it('moves branch, index and files together, once', async () => {
    const candidate = must(await merge());
    expect(must(await landIt(candidate))).toEqual({
      status: 'landed',
      commit: candidate.commit,
      checkout: repository.path,
    });
    expect(await repository.head('main')).toBe(candidate.commit);
    expect(await repository.git('status', '--porcelain')).toBe('');
    expect(await repository.read('a.txt')).toBe('fixed\n');
    const after = await snapshot();
    expect(must(await landIt(candidate)).status).toBe('already-landed');
    await repository.commit('later');
    expect(must(await landIt(candidate)).status).toBe('already-landed');
    expect((after as { stash: string }).stash).toBe('');
  });

  it('lets what does not overlap be: dirty, staged, untracked, ignored, stashed', async () => {
    await repository.write('merged.txt', 'stash me\n');
    await repository.git('stash');
    await repository.write('other.txt', 'dirty\n');
    await repository.write('staged.txt', 'staged\n');
    await repository.git('add', 'staged.txt');
    await repository.write('untracked.txt', 'untracked\n');
    await repository.write('x.cache', 'ignored\n');
    must(await landIt(must(await merge())));
    expect(await repository.git('status', '--porcelain')).toBe(' M other.txt\nA  staged.txt\n?? untracked.txt');
    expect(await repository.read('x.cache')).toBe('ignored\n');
    expect(await repository.git('stash', 'list')).not.toBe('');
  });

  it('runs no hook of the user', async () => {
    for (const hook of ['post-merge', 'reference-transaction', 'post-checkout', 'post-index-change']) {
      await repository.script(`${repository.path}/.git/hooks/${hook}`, `touch "${repository.outside}/ran"`);
    }
    must(await landIt(must(await merge())));
    expect(await readdir(repository.outside)).not.toContain('ran');
  });

  const overlap = (code: string, ...paths: string[]) => ({ code, checkout: repository.path, paths });
  const refusals: readonly (readonly [string, () => Promise<unknown>, () => object])[] = [
    ['dirty files in the way', () => repository.write('a.txt', 'mine\n'), () => overlap('dirty-overlap', 'a.txt')],
    [
      'staged files in the way',
      async () => {
        await repository.write('a.txt', 'mine\n');
        await repository.git('add', 'a.txt');
      },
      () => overlap('dirty-overlap', 'a.txt'),
    ],
    [
      'untracked files in the way',
      () => repository.write('new.txt', 'mine\n'),
      () => overlap('untracked-overlap', 'new.txt'),
    ],
    [
      'ignored files in the way',
      async () => {
        await writeFile(path.join(repository.path, '.git/info/exclude'), 'new.txt\n');
        await repository.write('new.txt', 'mine\n');
      },
      () => overlap('ignored-overlap', 'new.txt'),
    ],
    [
      'a merge in progress',
      async () => {
        await repository.git('branch', 'side', 'HEAD');
        await repository.git('merge', '-q', '--no-ff', '--no-commit', head).catch(() => undefined);
      },
      () => ({ code: 'in-progress', checkout: repository.path, operation: 'merge' }),
    ],
    [
      'a bisect that comes back to the branch',
      async () => {
        await repository.git('bisect', 'start');
        await repository.git('checkout', '-q', '--detach');
      },
      () => ({ code: 'in-progress', checkout: repository.path, operation: 'bisect' }),
    ],
    [
      'a held index.lock',
      () => repository.write('.git/index.lock', ''),
      () => ({ code: 'locked', file: `${repository.path}/.git/index.lock` }),
    ],
  ];

  it.each(refusals)('refuses %s and touches nothing', async (_name, arrange, expected) => {
    const candidate = must(await merge());
    await arrange();
    const before = await snapshot();
    expect(problem(await landIt(candidate))).toEqual(expected());
    expect(await snapshot()).toEqual(before);
    expect(await repository.head(KEEP)).toBe(candidate.commit);
  });

  it('refuses a branch that moved, and lands after merging anew', async () => {
    const candidate = must(await merge());
    const moved = await repository.commit('moved', { 'other.txt': 'moved\n' });
    const before = await snapshot();
    expect(problem(await landIt(candidate))).toEqual({
      code: 'moved',
      branch: INTO,
      expected: candidate.old,
      actual: moved,
    });
    expect(await snapshot()).toEqual(before);
    must(await landIt(must(await merge())));
    expect(await repository.read('other.txt')).toBe('moved\n');
  });

  it('refuses while a rebase of the branch is under way', async () => {
    await repository.commit('mine', { 'a.txt': 'mine\n' });
    const candidate = must(await merge({ head: await repository.head(), into: INTO }));
    const onto = await repository.git('commit-tree', `${head}^{tree}`, '-p', repo.head, '-m', 'onto');
    await repository.git('rebase', onto).catch(() => undefined);
    const before = await snapshot();
    const refused = problem(await land({ repo, into: INTO, candidate: head, old: candidate.old }));
    expect(refused).toEqual({ code: 'in-progress', checkout: repository.path, operation: 'rebase' });
    expect(await snapshot()).toEqual(before);
  });

  it('works in another linked checkout, and leaves this one alone', async () => {
    await repository.git('checkout', '-q', '-b', 'mine');
    const linked = path.join(repository.outside, 'linked ü');
    await repository.git('worktree', 'add', '-q', linked, 'main');
    await writeFile(path.join(linked, 'other.txt'), 'dirty\n');
    const before = await snapshot();
    const candidate = must(await merge());
    expect(must(await landIt(candidate))).toMatchObject({ status: 'landed', checkout: linked });
    expect(await repository.gitAt(linked, 'status', '--porcelain')).toBe(' M other.txt');
    expect(await readFile(path.join(linked, 'a.txt'), 'utf8')).toBe('fixed\n');
    const refs = await repository.git('for-each-ref', 'refs/heads');
    expect(await snapshot()).toEqual({ ...(before as object), refs });
    await rename(linked, `${linked}-away`);
    const next = await repository.git('commit-tree', `${repo.head}^{tree}`, '-p', candidate.commit, '-m', 'next');
    const gone = { code: 'checkout-missing', checkout: linked };
    expect(problem(await land({ repo, into: INTO, candidate: next, old: candidate.commit }))).toEqual(gone);
  });

  it('refuses two checkouts of the branch, and one that a loop took', async () => {
    const candidate = must(await merge());
    const second = path.join(repository.outside, 'second');
    await repository.git('worktree', 'add', '-q', '--force', second, 'main');
    expect(problem(await landIt(candidate))).toEqual({
      code: 'checked-out-twice',
      branch: INTO,
      checkouts: [repository.path, second],
    });
    await repository.git('worktree', 'remove', '--force', second);
    await repository.git('checkout', '-q', '--detach');
    await repository.gitAt(worktree.path, 'checkout', '-q', 'main');
    expect(problem(await landIt(candidate))).toEqual({ code: 'held-by-loop', branch: INTO, checkout: worktree.path });
  });
});

describe('landing where the branch is checked out nowhere', () => {
  it.each([
    ['another branch', ['checkout', '-q', '-b', 'mine']],
    ['a detached HEAD', ['checkout', '-q', '--detach']],
  ])('only moves the branch and leaves %s alone', async (_name, args) => {
    await repository.git(...args);
    await repository.write('a.txt', 'mine\n');
    await repository.write('other.txt', 'staged\n');
    await repository.git('add', 'other.txt');
    const before = await snapshot();
    const candidate = must(await merge());
    expect(must(await landIt(candidate))).toEqual({ status: 'landed', commit: candidate.commit });
    expect(await repository.head('main')).toBe(candidate.commit);
    expect(await snapshot()).toEqual({
      ...(before as object),
      refs: await repository.git('for-each-ref', 'refs/heads'),
    });
    expect(must(await landIt(candidate)).status).toBe('already-landed');
  });

  it('refuses a branch that is locked by another git', async () => {
    await repository.git('checkout', '-q', '--detach');
    const candidate = must(await merge());
    await mkdir(path.join(repository.path, '.git/refs/heads'), { recursive: true });
    const lock = path.join(repository.path, '.git/refs/heads/main.lock');
    await writeFile(lock, '');
    expect(problem(await landIt(candidate))).toEqual({ code: 'locked', file: lock });
    await rm(lock);
    must(await landIt(candidate));
  });
});

describe('a landing that was cut short', () => {
  it('is gone on with from every point between its steps', async () => {
    // Killed after merging: the same candidate, not a second one.
    const candidate = must(await merge());
    expect(must(await merge()).commit).toBe(candidate.commit);
    // Killed inside git's own merge, after the files and the index and before the branch.
    await repository.git('read-tree', '-u', '-m', candidate.old, candidate.commit);
    expect(await repository.head('main')).toBe(candidate.old);
    expect(must(await landIt(candidate)).status).toBe('landed');
    expect(await repository.git('status', '--porcelain')).toBe('');
    // Killed after the branch and before saying so.
    expect(must(await landIt(candidate)).status).toBe('already-landed');
    expect(await repository.git('rev-list', '--count', `${candidate.old}..main`)).toBe('1');
    // And the merge asked for once more makes nothing that would land again.
    const again = must(await merge({ squash: false }));
    expect(await repository.git('diff', '--name-only', again.old, again.commit)).toBe('');
  });

  it('lands once however many try at the same time', async () => {
    const candidate = must(await merge());
    const results = await Promise.all([landIt(candidate), landIt(candidate), landIt(candidate)]);
    expect(results.map((result) => must(result).status).sort()).toEqual(['already-landed', 'already-landed', 'landed']);
    expect(await repository.head('main')).toBe(candidate.commit);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });
});
