import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { candidateRef, deleteRef, moveBranch, squash } from '../../../src/git/branch.ts';
import { gitDate } from '../../../src/git/identity.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
beforeEach(async () => {
  repository = await TemporaryRepository.create();
  repo = must(await openRepository(repository.path));
});
afterEach(() => repository.dispose());

describe('moving a branch of ours', () => {
  it('swaps it once, may be asked again, and refuses where somebody else has moved it', async () => {
    const from = await repository.head();
    await repository.git('branch', 'loops/a');
    const to = await repository.commit('second');
    const other = await repository.commit('third');
    const branch = 'refs/heads/loops/a';
    must(await moveBranch(repo, { branch, from, to }));
    must(await moveBranch(repo, { branch, from, to }));
    expect(await repository.head(branch)).toBe(to);
    expect(problem(await moveBranch(repo, { branch, from, to: other }))).toMatchObject({
      code: 'branch-moved',
      actual: to,
    });
    expect(problem(await moveBranch(repo, { branch: 'refs/heads/gone', from, to }))).toMatchObject({
      actual: 'deleted',
    });
  });
});

describe('one commit for many', () => {
  it('has the content of the last on the base of the first, and is the same each time', async () => {
    const base = await repository.head();
    await repository.commit('one', { 'a.txt': '1\n' });
    const head = await repository.commit('two', { 'b.txt': '2\n' });
    const author = { name: 'Ada', email: 'ada@example.com' };
    const request = { base, head, message: 'all of it\n', authorship: { author, date: gitDate(1_700_000_000_000) } };
    const commit = must(await squash(repo, request));
    expect(must(await squash(repo, request))).toBe(commit);
    expect(await repository.git('show', '-s', '--format=%P %an %s', commit)).toBe(`${base} Ada all of it`);
    expect(await repository.git('rev-parse', `${commit}^{tree}`)).toBe(
      await repository.git('rev-parse', `${head}^{tree}`),
    );
  });
});

describe('a candidate', () => {
  it('is kept under its run and forgotten, twice if need be', async () => {
    const ref = candidateRef('run-1', 'default');
    await repository.git('update-ref', ref, 'HEAD');
    must(await deleteRef(repo, ref));
    must(await deleteRef(repo, ref));
    expect(await repository.git('for-each-ref', 'refs/loopwright')).toBe('');
  });
});
