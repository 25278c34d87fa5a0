import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitWorktree } from '../../../src/git/commitPass.ts';
import { createDetachedWorktree, createWorktree } from '../../../src/git/createWorktree.ts';
import { removeWorktree } from '../../../src/git/removeWorktree.ts';
import { openRepository, type Repository, sharedGit } from '../../../src/git/repository.ts';
import type { Worktree } from '../../../src/git/worktree.ts';
import { listWorktrees, parseWorktreeList } from '../../../src/git/worktreeList.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { bundle } from './bundle.ts';
import { AUTHORSHIP, BRANCH, must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let base: string;
let folder: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    path: 'mein Projekt ü',
    files: { 'a.txt': 'a\n', 'src/b.txt': 'b\n', '.gitignore': 'ignored\n' },
  });
  repo = must(await openRepository(repository.path));
  base = repo.head;
  folder = path.join(repository.outside, 'wörk trees', 'one');
});
afterEach(() => repository.dispose());

const wanted = () => ({ repo, path: folder, branch: BRANCH, base, lockReason: 'run r1' });
const create = async (): Promise<Worktree> => must(await createWorktree(wanted()));
const branches = () => repository.git('for-each-ref', '--format=%(refname)', 'refs/heads');
const listed = () => listWorktrees(sharedGit(repo));

async function commit(worktree: Worktree): Promise<string> {
  const request = { worktree, parent: base, message: 'pass\n', authorship: AUTHORSHIP };
  return must(await commitWorktree({ ...request, quarantine: path.join(repository.outside, 'q') })).commit;
}

describe('making a worktree', () => {
  it('checks out the base on a branch of its own, locked', async () => {
    const worktree = await create();
    expect(worktree).toMatchObject({ path: folder, gitDir: `${repo.commonDir}/worktrees/one`, branch: BRANCH, base });
    expect((await readdir(folder)).sort()).toEqual(['.git', '.gitignore', 'a.txt', 'src']);
    expect(await repository.gitAt(folder, 'status', '--porcelain')).toBe('');
    expect(await listed()).toMatchObject([
      { path: repository.path, branch: 'refs/heads/main', prunable: false },
      { path: folder, branch: BRANCH, head: base, locked: 'loopwright: run r1' },
    ]);
    expect(await repository.git('config', '--get-regexp', '^branch').catch(() => 'none')).toBe('none');
  });

  it('is detached for a check of a candidate', async () => {
    const worktree = must(await createDetachedWorktree({ repo, path: folder, base, lockReason: 'candidate' }));
    expect(worktree.branch).toBeUndefined();
    expect(await repository.gitAt(folder, 'rev-parse', 'HEAD')).toBe(base);
    expect(await branches()).toBe('refs/heads/main');
    must(await createDetachedWorktree({ repo, path: folder, base, lockReason: 'candidate' }));
  });

  it('takes everything even where the checkout is sparse', async () => {
    await repository.git('sparse-checkout', 'set', 'none');
    await create();
    expect(await readFile(path.join(folder, 'src/b.txt'), 'utf8')).toBe('b\n');
  });

  it('may be asked for twice, and keeps the work that is in it', async () => {
    const first = await create();
    await writeFile(path.join(folder, 'a.txt'), 'work\n');
    const { index: _index, ...same } = first;
    expect(await create()).toEqual(same);
    expect(await readFile(path.join(folder, 'a.txt'), 'utf8')).toBe('work\n');
    await commit(first);
    expect(await create()).toEqual(same);
  });

  it.each([
    ['a branch at its base', () => repository.git('branch', 'loops/fix/r1/one')],
    ['an empty folder', () => mkdir(folder, { recursive: true })],
    [
      'git killed while initializing',
      async () => {
        await repository.git('worktree', 'add', '-q', '--no-checkout', '-b', 'loops/fix/r1/one', folder);
        await writeFile(path.join(repo.commonDir, 'worktrees/one/locked'), 'initializing');
        await rm(path.join(repo.commonDir, 'worktrees/one/commondir'));
      },
    ],
    [
      'an entry without its folder',
      async () => {
        await create();
        await rm(folder, { recursive: true });
      },
    ],
    [
      'the files half written',
      async () => {
        await create();
        await rm(path.join(repo.commonDir, 'worktrees/one/loopwright-made'));
        await rm(path.join(repo.commonDir, 'worktrees/one/index'));
        await writeFile(path.join(repo.commonDir, 'worktrees/one/index.lock'), '');
        await rm(path.join(folder, 'a.txt'));
      },
    ],
  ])('goes on from %s', async (_name, leave) => {
    await leave();
    const worktree = await create();
    expect(await repository.gitAt(folder, 'status', '--porcelain')).toBe('');
    expect(await readFile(path.join(folder, 'a.txt'), 'utf8')).toBe('a\n');
    expect((await listed())[1]).toMatchObject({ path: folder, branch: BRANCH, locked: 'loopwright: run r1' });
    expect(await commit(worktree)).toBe(base);
  });

  it('moves a folder aside that git does not know, and loses nothing', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'precious'), 'work\n');
    await create();
    expect(await readFile(path.join(`${folder}.leftover-1`, 'precious'), 'utf8')).toBe('work\n');
    expect(await repository.gitAt(folder, 'status', '--porcelain')).toBe('');
  });

  it('refuses a branch that holds something else, and one that another blocks', async () => {
    const other = await repository.commit('other');
    await repository.git('branch', 'loops/fix/r1/one', other);
    expect(problem(await createWorktree(wanted()))).toEqual({ code: 'branch-exists', branch: BRANCH, at: other });
    await repository.git('branch', '-D', 'loops/fix/r1/one');
    await repository.git('branch', 'loops');
    expect(problem(await createWorktree(wanted()))).toEqual({
      code: 'branch-blocked',
      branch: BRANCH,
      by: 'refs/heads/loops',
    });
    expect(await listed()).toHaveLength(1);
  });

  it('leaves no branch behind where it fails', async () => {
    expect(problem(await createWorktree({ ...wanted(), base: '1'.repeat(40) })).code).toBe('unknown-revision');
    // git makes the branch, then cannot make its entry.
    await writeFile(path.join(repo.commonDir, 'worktrees'), '');
    expect(problem(await createWorktree(wanted())).code).toBe('git-failed');
    expect(await branches()).toBe('refs/heads/main');
  });

  it('leaves nothing behind where its files cannot be written, nor of what a killed call had written', async () => {
    await create();
    const entry = path.join(repo.commonDir, 'worktrees/one');
    await rm(path.join(entry, 'loopwright-made'));
    await rm(path.join(folder, 'a.txt'));
    await writeFile(path.join(repo.commonDir, 'info', 'attributes'), '*.txt filter=gone\n');
    await repository.git('config', 'filter.gone.smudge', 'no-such-program-anywhere');
    await repository.git('config', 'filter.gone.required', 'true');
    expect(problem(await createWorktree(wanted())).code).toBe('git-failed');
    expect(await readdir(path.dirname(folder))).toEqual([]);
    expect(await branches()).toBe('refs/heads/main');
    expect(await listed()).toHaveLength(1);
    // What was finished before is somebody's: it is not touched, whatever fails now.
    await repository.git('config', '--unset', 'filter.gone.smudge');
    await repository.git('config', 'filter.gone.required', 'false');
    await create();
    await writeFile(path.join(folder, 'a.txt'), 'work\n');
    await repository.git('config', 'filter.gone.required', 'true');
    expect((await create()).path).toBe(folder);
    expect(await readFile(path.join(folder, 'a.txt'), 'utf8')).toBe('work\n');
  });

  it('works twenty times at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        createWorktree({ ...wanted(), path: `${folder}-${n}`, branch: `refs/heads/loops/fix/r1/${n}` }),
      ),
    );
    for (const result of results) must(result);
    expect(await listed()).toHaveLength(21);
  }, 120_000);

  it('works from four processes at once, five each', async () => {
    const script = await bundle('worktreeMaker.ts', repository.outside);
    const said = await Promise.all(
      ['p1', 'p2', 'p3', 'p4'].map((name) => {
        const args = [script, repo.commonDir, base, repository.outside, name, '5'];
        return text(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
      }),
    );
    expect(said).toEqual(['[]', '[]', '[]', '[]']);
    expect(await listed()).toHaveLength(21);
  }, 120_000);
});

describe('removing a worktree', () => {
  const remove = (more: Partial<Parameters<typeof removeWorktree>[0]> = {}) =>
    removeWorktree({ repo, path: folder, force: false, ...more });

  it('leaves nothing behind, and may be asked for twice', async () => {
    await create();
    await writeFile(path.join(folder, 'ignored'), 'x');
    must(await remove({ branch: { name: BRANCH, expectedHead: base } }));
    must(await remove({ branch: { name: BRANCH, expectedHead: base } }));
    expect(await branches()).toBe('refs/heads/main');
    expect(await listed()).toHaveLength(1);
    expect(await readdir(path.dirname(folder))).toEqual([]);
  });

  it('keeps what is not committed, even where the index hides it', async () => {
    await create();
    await writeFile(path.join(folder, 'src/b.txt'), 'edited\n');
    await repository.gitAt(folder, 'update-index', '--skip-worktree', 'src/b.txt');
    await writeFile(path.join(folder, 'new file'), 'x');
    const refused = problem(await remove({ branch: { name: BRANCH, expectedHead: base } }));
    expect(refused).toEqual({
      code: 'uncommitted',
      path: folder,
      paths: expect.arrayContaining(['src/b.txt', 'new file']),
    });
    expect(await readFile(path.join(folder, 'src/b.txt'), 'utf8')).toBe('edited\n');
    must(await remove({ branch: { name: BRANCH, expectedHead: base }, force: true }));
    expect(await branches()).toBe('refs/heads/main');
  });

  it('sees through the index that it was made with, and through none that somebody wrote since', async () => {
    const { index } = await create();
    expect(index).toBeDefined();
    await writeFile(path.join(folder, 'src/b.txt'), 'c\n');
    const branch = { name: BRANCH, expectedHead: base };
    const uncommitted = { code: 'uncommitted', paths: ['src/b.txt'] };
    expect(problem(await remove({ branch, index }))).toMatchObject(uncommitted);
    // One in which the file is flagged as unchanged is not the one that we wrote.
    await repository.gitAt(folder, 'update-index', '--assume-unchanged', 'src/b.txt');
    await copyFile(path.join(repo.commonDir, 'worktrees/one/index'), index?.file ?? '');
    expect(problem(await remove({ branch, index }))).toMatchObject(uncommitted);
    await writeFile(path.join(folder, 'src/b.txt'), 'b\n');
    must(await remove({ branch, index }));
    expect(await listed()).toHaveLength(1);
  });

  it('finds one that git had to give another name', async () => {
    await repository.git('worktree', 'add', '-q', '--detach', path.join(repository.outside, 'elsewhere', 'one'));
    const worktree = await create();
    expect(path.basename(worktree.gitDir)).toBe('one1');
    must(await remove({ branch: { name: BRANCH, expectedHead: base } }));
    expect(await listed()).toHaveLength(2);
    expect(await readdir(path.join(repository.outside, 'elsewhere', 'one'))).toContain('a.txt');
  });

  it('takes one that was never finished, and keeps what somebody put there', async () => {
    await create();
    await rm(path.join(repo.commonDir, 'worktrees/one/loopwright-made'));
    await rm(path.join(folder, 'a.txt'));
    await writeFile(path.join(folder, 'src/b.txt'), 'edited\n');
    await writeFile(path.join(folder, 'new file'), 'x');
    const branch = { name: BRANCH, expectedHead: base };
    const refused = problem(await remove({ branch }));
    expect(refused).toMatchObject({ code: 'uncommitted', paths: expect.arrayContaining(['src/b.txt', 'new file']) });
    expect(refused).not.toMatchObject({ paths: expect.arrayContaining(['a.txt']) });
    await writeFile(path.join(folder, 'src/b.txt'), 'b\n');
    await rm(path.join(folder, 'new file'));
    must(await remove({ branch }));
    expect(await branches()).toBe('refs/heads/main');
    // In one that was finished, or is not ours, a file that is gone is a change.
    await create();
    await rm(path.join(folder, 'a.txt'));
    expect(problem(await remove({ branch }))).toMatchObject({ code: 'uncommitted', paths: ['a.txt'] });
    await rm(path.join(repo.commonDir, 'worktrees/one/loopwright-made'));
    for (const locked of ['on a disk that is away\n', undefined]) {
      const file = path.join(repo.commonDir, 'worktrees/one/locked');
      await (locked === undefined ? rm(file) : writeFile(file, locked));
      expect(problem(await remove({ branch }))).toMatchObject({ code: 'uncommitted', paths: ['a.txt'] });
    }
  });

  it('keeps what has not landed', async () => {
    const worktree = await create();
    await writeFile(path.join(folder, 'a.txt'), 'work\n');
    const head = await commit(worktree);
    const branch = { name: BRANCH, expectedHead: head };
    expect(problem(await remove({ branch }))).toEqual({ code: 'unlanded', branch: BRANCH, head });
    expect(problem(await remove({ branch: { name: BRANCH, expectedHead: base } })).code).toBe('branch-moved');
    // Without the branch the commits stay, so the folder may go.
    must(await remove());
    expect(await repository.head(BRANCH)).toBe(head);
    await repository.git('merge', '-q', '--squash', 'loops/fix/r1/one');
    const landedAs = await repository.commit('landed');
    must(await remove({ branch: { ...branch, landedAs } }));
    expect(await branches()).toBe('refs/heads/main');
  });

  it('never takes the repository itself, nor a folder that git does not know', async () => {
    for (const force of [true, false]) {
      const refused = problem(await removeWorktree({ repo, path: repository.path, force }));
      expect(refused).toEqual({ code: 'worktree-broken', path: repository.path, reason: 'no-entry' });
    }
    expect(await repository.read('a.txt')).toBe('a\n');
    await mkdir(folder, { recursive: true });
    expect(problem(await remove())).toEqual({ code: 'uncommitted', path: folder, paths: ['.'] });
    expect(await readdir(folder)).toEqual([]);
  });

  it('manages what git itself will not remove', async () => {
    const { gitDir } = await create();
    await writeFile(path.join(folder, '.git'), 'gitdir: /nowhere\n');
    await writeFile(path.join(gitDir, 'index.lock'), '');
    await mkdir(path.join(folder, 'read-only/deep'), { recursive: true });
    await writeFile(path.join(folder, 'read-only/deep/file'), 'x');
    await chmod(path.join(folder, 'read-only/deep'), 0o500);
    await chmod(path.join(folder, 'read-only'), 0o500);
    must(await remove({ force: true }));
    expect(await listed()).toHaveLength(1);
    expect(await readdir(path.dirname(folder))).toEqual([]);
  });

  it('ends what a killed removal began, and spares the worktrees whose disk is away', async () => {
    const away = path.join(repository.outside, 'usb');
    await repository.git('worktree', 'add', '-q', '-b', 'mine', away);
    await rename(away, `${away}-unplugged`);
    await create();
    await rename(folder, `${folder}.removing`);
    must(await remove({ branch: { name: BRANCH, expectedHead: base } }));
    expect(await readdir(path.dirname(folder))).toEqual([]);
    expect((await listed()).map((worktree) => worktree.path)).toEqual([repository.path, away]);
  });
});

describe('the list of worktrees', () => {
  it('is read from captured output', () => {
    const output = [
      'worktree /r\0HEAD 1111\0branch refs/heads/main\0',
      'worktree /w t\nx\0HEAD 2222\0detached\0locked\0',
      'worktree /gone\0HEAD 3333\0branch refs/heads/x\0locked usb disk\0prunable gitdir file points to non-existent location\0',
      '',
    ].join('\0');
    expect(parseWorktreeList(output)).toEqual([
      { path: '/r', head: '1111', branch: 'refs/heads/main', prunable: false },
      { path: '/w t\nx', head: '2222', locked: '', prunable: false },
      { path: '/gone', head: '3333', branch: 'refs/heads/x', locked: 'usb disk', prunable: true },
    ]);
  });
});
