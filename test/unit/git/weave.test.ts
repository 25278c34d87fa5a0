import { chmod, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteRef } from '../../../src/git/branch.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { chooseTests, type WeaveRequest, weave } from '../../../src/git/weave.ts';
import type { FileChange } from '../../../src/model/change.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, must, problem } from './must.ts';

const KEEP = 'refs/loopwright/r1/proof/t1s0';
const TESTS = ['test/**', '**/*.test.js', '.ci/**'];

let repository: TemporaryRepository;
let repo: Repository;
let base: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    path: 'mein Projekt ü',
    files: {
      'src/a.js': 'a0\n',
      'src/a.test.js': 't0\n',
      'test/old.js': 'old\n',
      'test/same.js': 'same\n',
      'test/tést "ü"\n.js': 'odd 0\n',
      '.ci/run.sh': 'run 0\n',
    },
  });
  repo = must(await openRepository(repository.path));
  base = repo.head;
});
afterEach(() => repository.dispose());

const wanted = (more: Partial<WeaveRequest>): WeaveRequest => ({
  tests: TESTS,
  testsFrom: base,
  sourcesFrom: base,
  message: 'proof\n',
  authorship: AUTHORSHIP,
  keepRef: KEEP,
  ...more,
});
const make = async (more: Partial<WeaveRequest>) => must(await weave(repo, wanted(more)));
const listed = async (commit: string) =>
  (await repository.git('ls-tree', '-r', '-z', commit)).split('\0').filter((line) => line !== '');
const names = async (commit: string) => (await listed(commit)).map((line) => line.slice(line.indexOf('\t') + 1));
const show = (commit: string, file: string) => repository.git('show', `${commit}:${file}`);

describe('weaving the tests of one commit into the sources of another', () => {
  it('takes what matches from one and the rest from the other, both ways', async () => {
    await rm(path.join(repository.path, 'test/old.js'));
    await rm(path.join(repository.path, '.ci/run.sh'));
    await chmod(path.join(repository.path, 'test/same.js'), 0o755);
    const head = await repository.commit('fix', {
      'src/a.js': 'a1\n',
      'src/b.js': 'b1\n',
      'src/a.test.js': 't1\n',
      'test/new.js': 'new\n',
      'test/tést "ü"\n.js': 'odd 1\n',
    });
    const testsOfHead = await make({ testsFrom: head });
    expect(await names(testsOfHead.commit)).toEqual([
      'src/a.js',
      'src/a.test.js',
      'test/new.js',
      'test/same.js',
      'test/tést "ü"\n.js',
    ]);
    expect(await show(testsOfHead.commit, 'src/a.js')).toBe('a0');
    expect(await show(testsOfHead.commit, 'src/a.test.js')).toBe('t1');
    expect(await show(testsOfHead.commit, 'test/tést "ü"\n.js')).toBe('odd 1');
    expect(await repository.git('ls-tree', testsOfHead.commit, 'test/same.js')).toMatch(/^100755 /);
    expect(testsOfHead.taken).toHaveLength(6);
    const testsOfBase = await make({ sourcesFrom: head });
    expect(await show(testsOfBase.commit, 'src/b.js')).toBe('b1');
    expect(await show(testsOfBase.commit, 'test/old.js')).toBe('old');
    expect(await show(testsOfBase.commit, '.ci/run.sh')).toBe('run 0');
    expect(await names(testsOfBase.commit)).not.toContain('test/new.js');
    // Woven back with its own tests, it is the head again.
    const back = await make({ testsFrom: head, sourcesFrom: testsOfBase.commit });
    expect(back.tree).toBe(await repository.git('rev-parse', `${head}^{tree}`));
  });

  it('makes the same commit on the sources twice, kept by its ref until that is deleted', async () => {
    const head = await repository.commit('fix', { 'src/a.js': 'a1\n', 'src/a.test.js': 't1\n' });
    const first = await make({ testsFrom: head });
    expect(await make({ testsFrom: head })).toEqual(first);
    expect(await repository.git('log', '-1', '--format=%P|%T|%an|%B', first.commit)).toBe(
      `${base}|${first.tree}|Loop|proof`,
    );
    expect(await repository.head(KEEP)).toBe(first.commit);
    await repository.git('gc', '-q', '--prune=now');
    expect(await repository.head(first.commit)).toBe(first.commit);
    must(await deleteRef(repo, KEEP));
    expect(await repository.git('for-each-ref', 'refs/loopwright')).toBe('');
    expect((await readdir(repo.commonDir)).filter((name) => name.startsWith('loopwright'))).toEqual([]);
  });

  it('is the sources themselves where both have the same tests', async () => {
    const head = await repository.commit('fix', { 'src/a.js': 'a1\n' });
    expect(await make({ testsFrom: base, sourcesFrom: head })).toMatchObject({ commit: head, taken: [] });
    expect(await make({ testsFrom: head, tests: [] })).toMatchObject({ commit: base, taken: [] });
    expect(await repository.head(KEEP)).toBe(base);
  });

  it('brings links and submodules through as they are, and touches no checkout', async () => {
    await repository.link('src/link', 'a.js');
    await repository.link('test/link', '../src/a.js');
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${base},test/module`);
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${base},vendor`);
    await repository.git('add', 'src/link', 'test/link');
    await repository.git('commit', '-qm', 'links');
    const head = await repository.head();
    await repository.write('src/a.js', 'dirty\n');
    const status = await repository.git('status', '--porcelain');
    const { commit } = await make({ testsFrom: head });
    const entries = await repository.git('ls-tree', '-r', commit);
    expect(entries).toContain(`120000 blob`);
    expect(entries).toContain(`160000 commit ${base}\ttest/module`);
    expect(entries).not.toContain('vendor');
    expect(entries).not.toContain('src/link');
    const rest = await make({ sourcesFrom: head });
    expect(await repository.git('ls-tree', rest.commit, 'vendor')).toBe(`160000 commit ${base}\tvendor`);
    expect(await repository.git('status', '--porcelain')).toBe(status);
    expect(await repository.head()).toBe(head);
  });

  it('lets a test take the place of a folder of tests, and refuses that of a folder of sources', async () => {
    await rm(path.join(repository.path, 'test'), { recursive: true });
    const file = await repository.commit('file', { test: 'one file\n' });
    const swapped = await make({ tests: ['test', 'test/**'], testsFrom: file });
    expect(await show(swapped.commit, 'test')).toBe('one file');
    expect(problem(await weave(repo, wanted({ tests: ['test'], testsFrom: file })))).toEqual({
      code: 'cannot-weave',
      paths: ['test/old.js', 'test/same.js', 'test/tést "ü"\n.js'],
    });
    expect(problem(await weave(repo, wanted({ tests: ['test/*'], sourcesFrom: file })))).toEqual({
      code: 'cannot-weave',
      paths: ['test'],
    });
  });

  it('names a commit that is not there', async () => {
    const revision = '1'.repeat(40);
    expect(problem(await weave(repo, wanted({ testsFrom: revision })))).toEqual({ code: 'unknown-revision', revision });
    expect(problem(await weave(repo, wanted({ sourcesFrom: '--all' }))).code).toBe('unknown-revision');
  });
});

describe('choosing the tests', () => {
  const file = (name: string, status: FileChange['status']): FileChange => ({
    path: name,
    status,
    oldMode: '100644',
    newMode: '100644',
    oldBlob: '1'.repeat(40),
    newBlob: '2'.repeat(40),
    added: 0,
    removed: 0,
    binary: false,
  });

  it('refuses a name that is no UTF-8, where it would have to be told to git', () => {
    const odd = 'test/caf\ufffd.js';
    expect(chooseTests([file(odd, 'modified')], TESTS).blocked).toEqual([odd]);
    expect(chooseTests([file('src/caf\ufffd.js', 'modified')], TESTS)).toEqual({ taken: [], blocked: [] });
  });
});
