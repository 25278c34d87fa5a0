import { afterEach, describe, expect, it } from 'vitest';
import { commitDiffs, parseDiffs } from '../../../src/git/commitDiffs.ts';
import { targetHistory } from '../../../src/git/targetHistory.ts';
import { TemporaryRepository } from '../../support/repository.ts';

let repository: TemporaryRepository | undefined;
afterEach(() => repository?.dispose());

const main = { ref: 'refs/heads/main', since: 0 };

async function create(): Promise<TemporaryRepository> {
  repository = await TemporaryRepository.create();
  return repository;
}

const told = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('git failed');
  return result.value;
};

describe('the steps of a target', () => {
  it('are told newest first, a merge as what it brought, with renames and odd names', async () => {
    const git = await create();
    const repo = { commonDir: `${git.path}/.git` };
    await git.commit('one', { 'a "b".txt': '1\n2\n3\n', 'ä.txt': 'x\n' });
    await git.git('checkout', '-q', '-b', 'side');
    await git.commit('side', { 'c.txt': '1\n' });
    const side = await git.head();
    await git.git('checkout', '-q', 'main');
    await git.git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
    const merge = await git.head();
    await git.git('mv', 'a "b".txt', 'new name.txt');
    await git.git('commit', '-q', '-m', 'renamed');
    const steps = told(await targetHistory(repo, main));
    expect(steps.map(({ files }) => files)).toEqual([
      [{ path: 'new name.txt', from: 'a "b".txt' }],
      [{ path: 'c.txt' }],
      [{ path: 'a "b".txt' }, { path: 'ä.txt' }],
      [{ path: 'README.md' }],
    ]);
    expect(steps[1]).toMatchObject({ commit: merge, author: 'Test Author <author@example.com>' });
    expect(steps[1]?.at).toBeGreaterThan(Date.now() - 600_000);
    expect(steps.some(({ commit }) => commit === side)).toBe(false);
    expect(told(await targetHistory(repo, { ...main, ref: 'refs/heads/gone' }))).toEqual([]);
    expect(told(await targetHistory(repo, { ...main, since: Date.now() + 86_400_000 }))).toEqual([]);
  });
});

describe('the lines in which commits differ', () => {
  it('are told for each pair in order, across renames, with odd names and binary files', async () => {
    const git = await create();
    const repo = { commonDir: `${git.path}/.git` };
    const text = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
    const path = 'ä "q" b.txt';
    const first = await git.commit('one', { [path]: `${text}\n@@ -1 +1 @@\n--- a/x`, 'bin.dat': 'a\u0000b' });
    await git.git('mv', path, 'plain.txt');
    const second = await git.commit('two', { 'plain.txt': `${text.replace('line 3\n', 'other\n')}\n--- a/x\n` });
    const asked = [
      { to: first },
      { to: second, from: first },
      { to: first, from: second },
      { to: second, from: second },
    ];
    const [own, later, back, none] = told(await commitDiffs(repo, asked, [path, 'plain.txt', 'bin.dat']));
    expect(own?.map(({ from, to, hunks }) => [from, to, hunks.length, hunks[0]?.added.length])).toEqual([
      [undefined, path, 1, 32],
    ]);
    expect(own?.[0]?.hunks[0]?.added.slice(-2)).toEqual(['@@ -1 +1 @@', '--- a/x']);
    expect(later?.map(({ from, to }) => [from, to])).toEqual([[path, 'plain.txt']]);
    expect(later?.[0]?.hunks[0]).toEqual({ oldFirst: 4, newFirst: 4, removed: ['line 3'], added: ['other'] });
    expect(back?.[0]?.hunks[0]).toMatchObject({ removed: ['other'], added: ['line 3'] });
    expect(none).toEqual([]);
    expect(told(await commitDiffs(repo, [], []))).toEqual([]);
  });

  it('survive a last line without its break, and nothing at all', () => {
    const id = 'a'.repeat(40);
    const patch = `${id}\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n\\ No newline at end of file\n${id}\n`;
    expect(parseDiffs(patch)).toEqual([
      [{ from: 'x', to: 'x', hunks: [{ oldFirst: 1, newFirst: 1, removed: ['one'], added: ['two'] }] }],
      [],
    ]);
    expect(parseDiffs('')).toEqual([]);
  });
});
