import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newCommits } from '../../../src/git/newCommits.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let from: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'mein Projekt ü', files: { 'a.txt': 'a\n' } });
  repo = must(await openRepository(repository.path));
  from = repo.head;
});
afterEach(() => repository.dispose());

const since = async (to: string, limit = 10) => must(await newCommits(repo, { from, to, limit }));

describe('what a branch has gained', () => {
  it('is each commit with its author, paths and the run that landed it', async () => {
    await repository.commit('by hand', { 'src/ü "x"\ny.txt': '1\n', 'b.txt': '1\n' });
    await repository.commit('fix: it\n\nThe goal holds: Loop: no\n\nLoop: fix\nLoop-Run: r-1\nChecks: test passed', {
      'a.txt': 'b\n',
    });
    const to = await repository.commit('empty');
    const { commits, more } = await since(to);
    const author = { name: 'Test Author', email: 'author@example.com' };
    expect(more).toBe(false);
    expect(commits).toEqual([
      { commit: to, subject: 'empty', author, paths: [] },
      {
        commit: await repository.head(`${to}~1`),
        subject: 'fix: it',
        author,
        loop: 'fix',
        loopRun: 'r-1',
        paths: ['a.txt'],
      },
      { commit: await repository.head(`${to}~2`), subject: 'by hand', author, paths: ['b.txt', 'src/ü "x"\ny.txt'] },
    ]);
  });

  it('is what a merge brought', async () => {
    await repository.git('checkout', '-q', '-b', 'side');
    await repository.commit('side', { 'side.txt': '1\n' });
    await repository.git('checkout', '-q', 'main');
    await repository.commit('main', { 'main.txt': '1\n' });
    await repository.git('merge', '-q', '-m', 'merge', 'side');
    const { commits } = await since(await repository.head());
    expect(commits.map(({ subject, paths }) => [subject, paths])).toEqual([
      ['merge', ['side.txt']],
      ['main', ['main.txt']],
      ['side', ['side.txt']],
    ]);
  });

  it('is counted off at the limit, also for a new branch and its first commit', async () => {
    await repository.commit('two', { b: '1\n' });
    const to = await repository.commit('three', { c: '1\n' });
    const { commits, more } = await since(to, 1);
    expect([commits.map((one) => one.subject), more]).toEqual([['three'], true]);
    const all = must(await newCommits(repo, { to, limit: 3 }));
    expect(all.more).toBe(false);
    expect(all.commits.at(-1)).toMatchObject({ subject: 'first', paths: ['a.txt'] });
    expect(await since(from)).toEqual({ commits: [], more: false });
  });

  it('is told also where the branch was rewritten', async () => {
    await repository.commit('two', { b: '1\n' });
    from = await repository.head();
    const to = await repository.git('commit-tree', `${from}^{tree}`, '-p', `${from}~1`, '-m', 'two again');
    expect((await since(to)).commits.map((one) => one.subject)).toEqual(['two again']);
  });

  it('carries hostile text as data', async () => {
    const subject = `--all $(touch x) \x1b[31m /${'1'.repeat(40)} ${'x'.repeat(400)}`;
    const to = await repository.commit(`${subject}\n\nLoop: a\nLoop: b\nLoop-Run: ../../x; rm -rf`, {
      [`-n/\n/${'1'.repeat(40)}`]: 'x',
    });
    const [one, ...rest] = (await since(to)).commits;
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ commit: to, loop: 'b', loopRun: '../../x; rm -rf' });
    expect(one?.paths).toEqual([`-n/\n/${'1'.repeat(40)}`]);
    expect(one?.subject).toHaveLength(200);
  });

  it('is unknown where the commit is gone', async () => {
    const revision = '1'.repeat(40);
    expect(problem(await newCommits(repo, { from: revision, to: from, limit: 1 }))).toEqual({
      code: 'unknown-revision',
      revision,
    });
    expect(problem(await newCommits(repo, { to: '--all', limit: 1 })).code).toBe('unknown-revision');
  });
});
