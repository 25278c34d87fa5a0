import { afterEach, beforeEach, expect, it } from 'vitest';
import { boundGit, type Git } from '../../../src/git/hardened.ts';
import { treeOf } from '../../../src/git/objects.ts';
import { openRepository, sharedGit } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from './must.ts';

let repository: TemporaryRepository;
let git: Git;
let calls = 0;

beforeEach(async () => {
  repository = await TemporaryRepository.create();
  const real = sharedGit(must(await openRepository(repository.path)));
  calls = 0;
  git = boundGit((command, options) => {
    calls += 1;
    return real.bytes(command, options);
  });
});
afterEach(() => repository.dispose());

const asGitSays = (revision: string) => repository.git('rev-parse', `${revision}^{tree}`);

it('asks git once for the tree of a commit', async () => {
  const head = await repository.commit('unlike any other', { 'a.txt': `${Math.random()}` });
  const tree = await asGitSays(head);
  expect([await treeOf(git, head), await treeOf(git, head), calls]).toEqual([tree, tree, 1]);
});

it('asks each time for what may come to mean another commit', async () => {
  expect(await treeOf(git, 'HEAD')).toBe(await asGitSays('HEAD'));
  const abbreviated = (await repository.commit('second', { 'a.txt': `${Math.random()}` })).slice(0, 12);
  for (const name of ['HEAD', 'refs/heads/main', abbreviated]) {
    expect(await treeOf(git, name)).toBe(await asGitSays('HEAD'));
    expect(await treeOf(git, name)).toBe(await asGitSays('HEAD'));
  }
  expect(calls).toBe(7);
});

it('does not remember that a commit is unknown: it may be fetched', async () => {
  const other = await TemporaryRepository.create();
  try {
    const commit = await other.commit('elsewhere', { 'b.txt': `${Math.random()}` });
    await expect(treeOf(git, commit)).rejects.toMatchObject({ problem: { code: 'unknown-revision' } });
    await repository.git('-c', 'protocol.file.allow=always', 'fetch', '-q', other.path, 'main');
    expect(await treeOf(git, commit)).toBe(await asGitSays(commit));
  } finally {
    await other.dispose();
  }
});

it('is not told another tree by git replace, asked before or after', async () => {
  const honest = await repository.commit('honest', { 'a.txt': `${Math.random()}` });
  const tree = await asGitSays(honest);
  await repository.git('replace', honest, await repository.commit('evil', { 'a.txt': 'evil' }));
  expect(await asGitSays(honest)).not.toBe(tree);
  expect([await treeOf(git, honest), await treeOf(git, honest)]).toEqual([tree, tree]);
});

it('forgets the oldest, and is right about it all the same', async () => {
  const tree = await asGitSays('HEAD');
  const commits: string[] = [];
  for (let n = 0; n < 70; n += 1)
    commits.push(await repository.git('commit-tree', tree, '-m', `${n} ${Math.random()}`));
  for (const commit of commits) expect(await treeOf(git, commit)).toBe(tree);
  expect(calls).toBe(70);
  expect(await treeOf(git, commits.at(-1) ?? '')).toBe(tree);
  expect(calls).toBe(70);
  expect(await treeOf(git, commits[0] ?? '')).toBe(tree);
  expect(calls).toBe(71);
});
