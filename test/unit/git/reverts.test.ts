import { afterEach, describe, expect, it } from 'vitest';
import { parseReverts, revertsSince } from '../../../src/git/reverts.ts';
import { TemporaryRepository } from '../../support/repository.ts';

let repository: TemporaryRepository | undefined;
afterEach(() => repository?.dispose());

const id = (letter: string): string => letter.repeat(40);
const log = (...commits: readonly (readonly [string, string])[]): string =>
  commits.map(([commit, message]) => `${id(commit)}\n${message}\n\0`).join('');

describe('reverts', () => {
  it('are found in real history, merges too, and none of a revert that was reverted', async () => {
    const git = await TemporaryRepository.create();
    repository = git;
    const first = await git.commit('one', { 'a.txt': '1\n' });
    const second = await git.commit('two', { 'b.txt': '1\n' });
    await git.git('checkout', '-q', '-b', 'side');
    await git.commit('side', { 'c.txt': '1\n' });
    await git.git('checkout', '-q', 'main');
    await git.git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
    const merge = await git.head();
    await git.git('revert', '--no-edit', first);
    const revertOfFirst = await git.head();
    await git.git('revert', '--no-edit', '-m', '1', merge);
    const revertOfMerge = await git.head();
    await git.git('revert', '--no-edit', second);
    const revertOfSecond = await git.head();
    await git.git('revert', '--no-edit', 'HEAD');
    const repo = { commonDir: `${git.path}/.git` };
    const found = await revertsSince(repo, { refs: ['refs/heads/main', 'refs/heads/gone'], since: 0 });
    expect(found).toEqual({
      ok: true,
      value: new Map([
        [first, revertOfFirst],
        [merge, revertOfMerge],
        // It was taken back itself, so that the second commit is there again.
        [revertOfSecond, await git.head()],
      ]),
    });
    expect(await revertsSince(repo, { refs: ['refs/heads/side'], since: 0 })).toEqual({ ok: true, value: new Map() });
    const future = Date.now() + 86_400_000;
    expect(await revertsSince(repo, { refs: ['refs/heads/main'], since: future })).toEqual({
      ok: true,
      value: new Map(),
    });
  });

  it('are what a line of its own says, and go back and forth', () => {
    const reverts = (commit: string) => `Revert "x"\n\nThis reverts commit ${id(commit)}.`;
    expect(parseReverts(log(['b', reverts('a')]))).toEqual(new Map([[id('a'), id('b')]]));
    expect(parseReverts(log(['c', reverts('b')], ['b', reverts('a')]))).toEqual(new Map([[id('b'), id('c')]]));
    const thrice = parseReverts(log(['d', reverts('c')], ['c', reverts('b')], ['b', reverts('a')]));
    expect(thrice.get(id('a'))).toBe(id('b'));
    expect(parseReverts(log(['b', `He said: This reverts commit ${id('a')}.`]))).toEqual(new Map());
    // No history is like this, and still it ends.
    expect(parseReverts(log(['a', reverts('b')], ['b', reverts('a')])).size).toBeLessThanOrEqual(2);
    expect(parseReverts('')).toEqual(new Map());
  });
});
