import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCommit } from '../../../src/git/objects.ts';
import { branchTips, looseTip } from '../../../src/git/refs.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let first: string;
let second: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'mein Projekt ü' });
  first = await repository.head();
  second = await repository.commit('second');
  repo = must(await openRepository(repository.path));
});
afterEach(() => repository.dispose());

const tip = (ref: string) => looseTip(repo.commonDir, ref);
const refFile = (ref: string) => path.join(repo.commonDir, ref);
async function writeRef(ref: string, text: string): Promise<void> {
  await mkdir(path.dirname(refFile(ref)), { recursive: true });
  await writeFile(refFile(ref), text);
}

describe('the tip of a loose ref', () => {
  it.each([
    'refs/heads/loops/fix/r1/default',
    'refs/heads/ünïcode/テスト',
    "refs/heads/#1-'x'-$HOME-%41-(a)&b;c!",
    'refs/heads/-dash',
    'refs/heads/@',
    'refs/heads/a@b{1}',
    `refs/heads/${'long'.repeat(50)}`,
    'refs/heads/refs/heads/main',
    'refs/loopwright/state/triage',
    'refs/tags/v1.0',
  ])('%s is as git says', async (ref) => {
    await repository.git('update-ref', ref, first);
    expect(await tip(ref)).toBe(first);
    await repository.git('update-ref', ref, second);
    expect(await tip(ref)).toBe(second);
    expect(await tip(ref)).toBe(await findCommit(repo, ref));
  });

  it('counts before what was packed, and is git’s to tell where there is only that', async () => {
    await repository.git('update-ref', 'refs/heads/side', first);
    await repository.git('pack-refs', '--all', '--prune');
    expect(await tip('refs/heads/side')).toBeUndefined();
    expect(await findCommit(repo, 'refs/heads/side')).toBe(first);
    await repository.git('update-ref', 'refs/heads/side', second);
    expect(await tip('refs/heads/side')).toBe(second);
    expect(await findCommit(repo, 'refs/heads/side')).toBe(second);
    await repository.git('pack-refs', '--all', '--prune');
    expect(await tip('refs/heads/side')).toBeUndefined();
    await repository.git('branch', '-q', '-D', 'side');
    expect(await tip('refs/heads/side')).toBeUndefined();
    expect(await findCommit(repo, 'refs/heads/side')).toBeUndefined();
  });

  it('is nobody’s to guess where the file says something else than one commit', async () => {
    await repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    await repository.git('update-ref', 'refs/heads/folder/inside', first);
    await symlink('main', refFile('refs/heads/link'));
    const written: Record<string, string> = {
      'refs/heads/empty': '',
      'refs/heads/half': first.slice(0, 20),
      'refs/heads/words': 'half a ref\n',
      'refs/heads/more': `${first}\n${second}\n`,
      'refs/heads/indented': ` ${first}\n`,
      'refs/heads/zero': `${'0'.repeat(40)}\n`,
      'refs/heads/nul': '\0'.repeat(41),
    };
    for (const [ref, text] of Object.entries(written)) await writeRef(ref, text);
    for (const ref of [
      'refs/heads/alias',
      'refs/heads/folder',
      'refs/heads/link',
      'refs/heads/none',
      ...Object.keys(written),
    ]) {
      expect([ref, await tip(ref)]).toEqual([ref, undefined]);
    }
    // Git follows the first and the link, and calls the rest broken.
    expect(await findCommit(repo, 'refs/heads/alias')).toBe(second);
    for (const ref of ['refs/heads/half', 'refs/heads/indented', 'refs/heads/zero', 'refs/heads/nul']) {
      expect([ref, await findCommit(repo, ref)]).toEqual([ref, undefined]);
      await rm(refFile(ref));
    }
    const all = must(await branchTips(repo.commonDir));
    expect([...all.keys()]).toEqual(['refs/heads/alias', 'refs/heads/folder/inside', 'refs/heads/main']);
  });

  it('is read for names that are refs alone', async () => {
    // Files that hold a commit and are no refs: a lock, what lies outside, what is another name for the same path.
    await writeRef('refs/heads/main.lock', `${second}\n`);
    await writeRef('refs/heads/.hidden', `${second}\n`);
    await writeRef('ORIG_HEAD', `${second}\n`);
    await writeFile(path.join(repository.path, 'commit'), `${second}\n`);
    for (const name of [
      'refs/heads/main.lock',
      'refs/heads/.hidden',
      'refs/heads/../heads/main',
      'refs/heads/../../ORIG_HEAD',
      'refs/../../commit',
      '../commit',
      'ORIG_HEAD',
      'HEAD',
      'refs',
      'refs/',
      'refs//heads/main',
      'refs/heads/main/',
      'refs/heads/./main',
      'refs\\heads\\main',
      'refs/heads/main\n',
      '',
      path.join(repository.path, 'commit'),
    ]) {
      expect([name, await tip(name)]).toEqual([name, undefined]);
    }
    expect(await tip('refs/heads/main')).toBe(second);
  });

  it('is the old or the new one while others write and pack, never a part of one', async () => {
    const ref = 'refs/heads/moving';
    await repository.git('update-ref', ref, first);
    let writing = true;
    const seen = new Set<string | undefined>();
    const writer = (async () => {
      for (let round = 0; round < 12; round += 1) {
        await repository.git('update-ref', ref, round % 2 === 0 ? second : first);
        if (round % 3 === 2) await repository.git('pack-refs', '--all', '--prune');
      }
      writing = false;
    })();
    while (writing) seen.add(await tip(ref));
    await writer;
    for (const commit of seen) expect([first, second, undefined]).toContain(commit);
    // What it says after a write that has ended is that write, or that git must be asked.
    await repository.git('update-ref', ref, second);
    expect(await tip(ref)).toBe(second);
    await repository.git('pack-refs', '--all', '--prune');
    await repository.git('update-ref', '-d', ref);
    expect(await tip(ref)).toBeUndefined();
  });

  it('of a ref that each worktree has for itself is the main checkout’s, as for git beside it', async () => {
    const linked = path.join(repository.outside, 'linked');
    await repository.git('worktree', 'add', '-q', '--detach', linked);
    await repository.gitAt(linked, 'update-ref', 'refs/worktree/mine', first);
    await repository.gitAt(linked, 'update-ref', 'refs/bisect/bad', first);
    for (const ref of ['refs/worktree/mine', 'refs/bisect/bad']) {
      expect(await tip(ref)).toBeUndefined();
      expect(await findCommit(repo, ref)).toBeUndefined();
      await repository.git('update-ref', ref, second);
      expect(await tip(ref)).toBe(second);
      expect(await findCommit(repo, ref)).toBe(second);
    }
    const branch = 'refs/heads/from-linked';
    await repository.gitAt(linked, 'update-ref', branch, first);
    expect(await tip(branch)).toBe(first);
  });

  it('has 64 digits in a repository of sha256', async () => {
    const folder = path.join(repository.outside, 'sha256');
    await mkdir(folder);
    await repository.gitAt(folder, 'init', '-q', '--object-format=sha256', '--initial-branch=main');
    await repository.gitAt(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
    const commit = await looseTip(path.join(folder, '.git'), 'refs/heads/main');
    expect(commit).toBe(await repository.gitAt(folder, 'rev-parse', 'main'));
    expect(commit).toHaveLength(64);
  });
});

describe('a reftable repository', () => {
  it('has no loose refs, whatever lies where they would be', async () => {
    // As git lays it out: `refs/heads` is a file, and HEAD names a branch that nobody has.
    const common = path.join(repository.outside, 'tables', '.git');
    await mkdir(path.join(common, 'reftable'), { recursive: true });
    await mkdir(path.join(common, 'refs'));
    await writeFile(path.join(common, 'refs', 'heads'), 'this repository uses the reftable format\n');
    await writeFile(path.join(common, 'HEAD'), 'ref: refs/heads/.invalid\n');
    for (const ref of ['refs/heads/main', 'refs/heads/.invalid', 'refs/heads', 'refs/loopwright/state/triage']) {
      expect(await looseTip(common, ref)).toBeUndefined();
    }
    expect(problem(await branchTips(common)).code).toBe('refs-not-files');
  });

  it('of the git that is here is git’s to read, where it can make one', async () => {
    const folder = path.join(repository.outside, 'real tables');
    const env = testEnvironment(repository.outside);
    const made = await promisify(execFile)('git', ['init', '-q', '--ref-format=reftable', folder], { env }).then(
      () => true,
      () => false,
    );
    // Before 2.45 git knows no such option, and there can be no such repository.
    const version = /(\d+)\.(\d+)/.exec(await repository.git('--version')) ?? [];
    expect(made).toBe(Number(version[1]) > 2 || Number(version[2]) >= 45);
    if (!made) return;
    await repository.gitAt(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
    const opened = must(await openRepository(folder));
    expect(await looseTip(opened.commonDir, opened.currentBranch ?? '')).toBeUndefined();
    expect(await findCommit(opened, opened.currentBranch ?? '')).toBe(opened.head);
  });
});
