import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type CommitRequest, commitWorktree } from '../../../src/git/commitPass.ts';
import { createDetachedWorktree, createWorktree } from '../../../src/git/createWorktree.ts';
import { type Cleanliness, isClean } from '../../../src/git/isClean.ts';
import { land } from '../../../src/git/landing.ts';
import { mergeCandidate } from '../../../src/git/mergeCandidate.ts';
import { newCommits } from '../../../src/git/newCommits.ts';
import { patchOf } from '../../../src/git/patch.ts';
import { problemText } from '../../../src/git/problemText.ts';
import { pushBranch } from '../../../src/git/push.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { restoreWorktree } from '../../../src/git/restoreWorktree.ts';
import { weave } from '../../../src/git/weave.ts';
import type { Worktree } from '../../../src/git/worktree.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';
import { bundle } from './bundle.ts';
import { AUTHORSHIP, BRANCH, must, problem } from './must.ts';

/** "Bad input" of the third issue: what each odd repository does, from the worktree to the landing. */

const repositories: TemporaryRepository[] = [];
afterEach(async () => {
  for (const repository of repositories.splice(0)) await repository.dispose();
});

async function create(files: Readonly<Record<string, string>>, name = 'mein Projekt ü'): Promise<TemporaryRepository> {
  const repository = await TemporaryRepository.create({ path: name, files });
  repositories.push(repository);
  return repository;
}

class Scene {
  readonly repository: TemporaryRepository;
  readonly repo: Repository;
  readonly worktree: Worktree;

  private constructor(repository: TemporaryRepository, repo: Repository, worktree: Worktree) {
    this.repository = repository;
    this.repo = repo;
    this.worktree = worktree;
  }

  static async begin(repository: TemporaryRepository, at = repository.path): Promise<Scene> {
    const repo = must(await openRepository(at));
    const folder = path.join(repository.outside, 'wörk tree');
    const wanted = { repo, path: folder, branch: BRANCH, base: repo.head, lockReason: 'r1' };
    return new Scene(repository, repo, must(await createWorktree(wanted)));
  }

  get quarantine(): string {
    return path.join(this.repository.outside, 'q');
  }

  async write(file: string, content: string): Promise<void> {
    await mkdir(path.dirname(path.join(this.worktree.path, file)), { recursive: true });
    await writeFile(path.join(this.worktree.path, file), content);
  }

  commit(more: Partial<CommitRequest> = {}) {
    const { worktree, quarantine } = this;
    const request = { worktree, parent: this.repo.head, message: 'pass\n', authorship: AUTHORSHIP, quarantine };
    return commitWorktree({ ...request, ...more });
  }

  async look(): Promise<Cleanliness> {
    const { worktree, quarantine, repo } = this;
    return must(await isClean({ worktree, quarantine, head: repo.head }));
  }

  /** Merges and lands `head` on main. */
  async land(head: string): Promise<string> {
    const { repo } = this;
    const [into, keepRef] = ['refs/heads/main', 'refs/loopwright/r1/candidate'];
    const request = { repo, into, head, squash: true, message: 'land\n', authorship: AUTHORSHIP, keepRef };
    const candidate = must(await mergeCandidate(request));
    return must(await land({ repo, into, candidate: candidate.commit, old: candidate.old })).commit;
  }

  /** The tests of `head` over the sources of the base. */
  async weave(head: string): Promise<string> {
    const { head: base } = this.repo;
    const tests = { tests: ['test/**'], testsFrom: head, sourcesFrom: base };
    const request = { ...tests, message: 'proof\n', authorship: AUTHORSHIP, keepRef: 'refs/loopwright/r1/proof' };
    return must(await weave(this.repo, request)).commit;
  }

  git(...args: readonly string[]): Promise<string> {
    return this.repository.gitAt(this.repo.root, ...args);
  }
}

describe('a repository that cannot be worked in', () => {
  it.each([
    ['has no commits', ['init', '-q'], 'no-commits', 'Commit something first'],
    ['is bare', ['init', '-q', '--bare'], 'bare', 'Open a clone that has files'],
  ])('%s and says what to do', async (_name, init, code, words) => {
    const repository = await create({ a: '' });
    const folder = path.join(repository.outside, 'other ü');
    await mkdir(folder);
    await repository.gitAt(folder, ...init);
    const refused = problem(await openRepository(folder));
    expect(refused).toEqual({ code, path: folder });
    expect(problemText(refused)).toContain(words);
  });
});

describe('a shallow clone', () => {
  async function clone(): Promise<Scene> {
    const origin = await create({ 'src/a.js': 'a\n', 'test/a.js': 't\n' });
    await origin.commit('second', { 'src/b.js': 'b\n' });
    const shallow = path.join(origin.outside, 'shallow');
    await origin.git('clone', '-q', '--depth=1', `file://${origin.path}`, shallow);
    return Scene.begin(origin, shallow);
  }

  it('goes all the way: worktree, commit, proof, patch, landing', async () => {
    const scene = await clone();
    await scene.write('src/a.js', 'fixed\n');
    await scene.write('test/a.js', 'tested\n');
    const { commit } = must(await scene.commit());
    expect(await scene.git('show', `${await scene.weave(commit)}:src/a.js`)).toBe('a');
    const mail = must(
      await patchOf(scene.repo, { base: scene.repo.head, head: commit, message: 'x\n', authorship: AUTHORSHIP }),
    );
    expect(mail.toString()).toContain('+fixed');
    const landed = await scene.land(commit);
    expect(await scene.git('show', `${landed}:src/a.js`)).toBe('fixed');
    expect(must(await newCommits(scene.repo, { to: landed, limit: 5 })).commits.map((one) => one.paths.length)).toEqual(
      [2, 3],
    );
  });

  it('is pushed back to where it came from', async () => {
    const scene = await clone();
    await scene.write('src/a.js', 'fixed\n');
    const { commit } = must(await scene.commit());
    const env = testEnvironment(scene.repository.outside);
    const pushed = await pushBranch(scene.repo, { remote: 'origin', commit, to: BRANCH, env });
    expect(must(pushed).status).toBe('pushed');
    expect(await scene.repository.head(BRANCH)).toBe(commit);
  });

  it('says what is missing where history is asked for that it does not have', async () => {
    const scene = await clone();
    const older = await scene.repository.head('HEAD~1');
    const refused = problem(await newCommits(scene.repo, { from: older, to: scene.repo.head, limit: 5 }));
    expect(refused).toEqual({ code: 'unknown-revision', revision: older });
    // Two ends that share no commit here.
    await scene.git('fetch', '-q', '--depth=1', 'origin', older);
    const request = { into: 'refs/heads/main', head: older, squash: true, message: 'x\n', authorship: AUTHORSHIP };
    const unrelated = problem(await mergeCandidate({ repo: scene.repo, keepRef: 'refs/loopwright/r1/c', ...request }));
    expect(unrelated).toEqual({ code: 'unrelated', branch: 'refs/heads/main' });
    expect(problemText(unrelated)).toContain('git fetch --unshallow');
  });
});

describe('a repository with submodules', () => {
  async function begin(): Promise<Scene> {
    const library = await create({ 'lib.js': 'lib\n' }, 'library');
    const repository = await create({ 'a.js': 'a\n' });
    await repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'vendor/lib');
    await repository.git('commit', '-qm', 'with a library');
    return Scene.begin(repository);
  }

  it('has an empty folder for each in a worktree, and keeps the pointer through commit, proof and landing', async () => {
    const scene = await begin();
    const pointer = await scene.git('ls-tree', 'HEAD', 'vendor/lib');
    expect(await readdir(path.join(scene.worktree.path, 'vendor/lib'))).toEqual([]);
    expect((await scene.look()).clean).toBe(true);
    await scene.write('a.js', 'fixed\n');
    await scene.write('test/a.js', 'test\n');
    const { commit } = must(await scene.commit());
    const landed = await scene.land(commit);
    for (const one of [commit, await scene.weave(commit), landed]) {
      expect(await scene.git('ls-tree', one, 'vendor/lib')).toBe(pointer);
    }
    expect(await scene.git('status', '--porcelain')).toBe('');
    expect(await scene.repository.read('vendor/lib/lib.js')).toBe('lib\n');
  });

  it('takes a submodule that an agent filled for a nested repository: its files stay out, the pointer stays', async () => {
    const scene = await begin();
    const { worktree, repository, repo } = scene;
    const update = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init'];
    await repository.gitAt(worktree.path, ...update);
    await repository.gitAt(path.join(worktree.path, 'vendor/lib'), 'commit', '-q', '--allow-empty', '-m', 'moved');
    await scene.write('vendor/lib/evil.js', 'x\n');
    const done = must(await scene.commit());
    expect(done.changed).toBe(false);
    expect(done.quarantined.map((one) => `${one.kind} ${one.path}`)).toEqual(['nested-repository vendor/lib/.git']);
    must(await restoreWorktree({ worktree, head: repo.head, quarantine: scene.quarantine }));
    expect(await scene.git('ls-tree', 'HEAD', 'vendor/lib')).toContain('160000');
  });
});

describe('a repository with LFS pointers', () => {
  const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n`;
  const ATTRIBUTES = '*.bin filter=lfs diff=lfs merge=lfs -text\n';

  /** The repository as its user has it where git-lfs is not installed: the pointers are files. */
  async function begin(): Promise<TemporaryRepository> {
    return create({ 'a.js': 'a\n', 'big.bin': POINTER, '.gitattributes': ATTRIBUTES });
  }

  it('is refused a worktree where git-lfs is not installed, in so many words', async () => {
    const repository = await begin();
    const repo = must(await openRepository(repository.path));
    const folder = path.join(repository.outside, 'worktree');
    const before = process.env['PATH'];
    process.env['PATH'] = await pathWithoutLfs(repository);
    try {
      const wanted = { repo, path: folder, branch: BRANCH, base: repo.head, lockReason: 'r1' };
      const refused = problem(await createWorktree(wanted));
      expect(refused).toEqual({ code: 'lfs-missing' });
      expect(problemText(refused)).toContain('Install git-lfs');
      expect(problem(await createDetachedWorktree({ ...wanted, path: `${folder}-2` }))).toEqual({
        code: 'lfs-missing',
      });
      // Nobody has to tidy up: neither folders, nor what git knows of them, nor the branch.
      expect((await readdir(repository.outside)).filter((name) => name.startsWith('worktree'))).toEqual([]);
      expect(await repository.git('worktree', 'list', '--porcelain')).not.toContain('loops');
      expect((await repository.git('worktree', 'list')).split('\n')).toHaveLength(1);
      expect(await repository.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('goes through git-lfs where it is there, and commits what that makes of the files', async () => {
    const repository = await begin();
    const before = process.env['PATH'];
    process.env['PATH'] = `${await standInLfs(repository)}${path.delimiter}${before}`;
    try {
      const scene = await Scene.begin(repository);
      expect(await readFile(path.join(scene.worktree.path, 'big.bin'), 'utf8')).toBe(`smudged\n${POINTER}`);
      expect((await scene.look()).clean).toBe(true);
      await scene.write('a.js', 'fixed\n');
      await scene.write('big.bin', 'smudged\nnew content\n');
      const { commit } = must(await scene.commit());
      expect(await scene.git('show', `${commit}:big.bin`)).toBe('new content');
      // No checkout, no filter: the proof and the landing carry pointers as they are.
      expect(await scene.git('show', `${await scene.weave(commit)}:big.bin`)).toBe(POINTER.trimEnd());
    } finally {
      process.env['PATH'] = before;
    }
  });

  /** A folder with git and what it needs of the system, and no git-lfs. */
  async function pathWithoutLfs(repository: TemporaryRepository): Promise<string> {
    const bin = path.join(repository.outside, 'bin');
    await repository.script(path.join(bin, 'git'), `exec ${await whichGit()} "$@"`);
    return bin;
  }

  async function standInLfs(repository: TemporaryRepository): Promise<string> {
    const bin = path.join(repository.outside, 'bin');
    const script = await bundle('lfsStandIn.ts', repository.outside);
    await repository.script(path.join(bin, 'git-lfs'), `exec "${process.execPath}" "${script}"`);
    return bin;
  }
});

async function whichGit(): Promise<string> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    if (names.includes('git')) return path.join(folder, 'git');
  }
  throw new Error('no git on PATH');
}

describe('a detached HEAD', () => {
  it('is worked on from its commit, and lands on a branch that is checked out nowhere', async () => {
    const repository = await create({ 'a.js': 'a\n' });
    await repository.git('checkout', '-q', '--detach');
    const scene = await Scene.begin(repository);
    expect(scene.repo.currentBranch).toBeUndefined();
    await scene.write('a.js', 'fixed\n');
    const landed = await scene.land(must(await scene.commit()).commit);
    expect(await repository.head('main')).toBe(landed);
    expect(await repository.read('a.js')).toBe('a\n');
    expect(await repository.git('status', '--porcelain')).toBe('');
  });
});

describe('a missing identity', () => {
  it('stops no commit of ours, which names its author itself', async () => {
    const repository = await create({ 'a.js': 'a\n' });
    await repository.git('config', '--unset', 'user.name');
    await repository.git('config', '--unset', 'user.email');
    const scene = await Scene.begin(repository);
    await scene.write('a.js', 'fixed\n');
    const { commit } = must(await scene.commit());
    expect(await scene.git('log', '-1', '--format=%an <%ae>|%cn', commit)).toBe('Loop <loop@example.com>|Loop');
  });
});

describe('names with spaces, line breaks and every script', () => {
  it('go all the way', async () => {
    const repository = await create({ 'a b/ü.js': 'a\n' }, 'mein "Projekt" ü 日本');
    const scene = await Scene.begin(repository);
    const names = ['a b/ü.js', '-n', '日本/テスト.js', 'test/line\nbreak "x".js', 'tab\t.js', '🦆'];
    for (const name of names) await scene.write(name, 'new\n');
    await rm(path.join(scene.worktree.path, '🦆'));
    const { commit, change } = must(await scene.commit({ changeFrom: scene.repo.head }));
    const expected = names.filter((name) => name !== '🦆').sort();
    expect(change?.files.map((file) => file.path).sort()).toEqual(expected);
    const woven = await scene.git('ls-tree', '-r', '-z', '--name-only', await scene.weave(commit));
    expect(woven.split('\0')).toEqual(['a b/ü.js', 'test/line\nbreak "x".js', '']);
    const landed = await scene.land(commit);
    expect((await readdir(repository.path)).sort()).toEqual(['-n', '.git', 'a b', 'tab\t.js', 'test', '日本'].sort());
    expect(
      must(await newCommits(scene.repo, { from: scene.repo.head, to: landed, limit: 1 })).commits[0]?.paths,
    ).toHaveLength(5);
  });
});
