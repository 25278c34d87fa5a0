import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configDigest, verifyConfig } from '../../../src/git/configDigest.ts';
import { gitDate, parseIdent, readIdentity } from '../../../src/git/identity.ts';
import { listTree, readBlob, resolveCommit } from '../../../src/git/objects.ts';
import { checkGitVersion, openRepository } from '../../../src/git/repository.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'my répo', files: { 'src/a.ts': 'a\n', 'ü "x"': 'odd\n' } });
});
afterEach(() => repository.dispose());

describe('opening a repository', () => {
  it('finds its folders, branch and commit from any folder inside', async () => {
    const repo = must(await openRepository(path.join(repository.path, 'src')));
    expect(repo).toEqual({
      root: repository.path,
      gitDir: `${repository.path}/.git`,
      commonDir: `${repository.path}/.git`,
      head: await repository.head(),
      currentBranch: 'refs/heads/main',
    });
  });

  it('finds the common dir from a linked worktree, and no branch where HEAD is detached', async () => {
    const linked = path.join(repository.outside, 'linked');
    await repository.git('worktree', 'add', '-q', '--detach', linked);
    const repo = must(await openRepository(linked));
    expect(repo).toMatchObject({ root: linked, commonDir: `${repository.path}/.git` });
    expect(repo.gitDir).toBe(`${repository.path}/.git/worktrees/linked`);
    expect(repo.currentBranch).toBeUndefined();
  });

  it('says what is wrong', async () => {
    const at = async (name: string, ...init: string[]) => {
      const folder = path.join(repository.outside, name);
      await mkdir(folder);
      if (init.length > 0) await repository.gitAt(folder, ...init);
      return problem(await openRepository(folder)).code;
    };
    expect(await at('plain')).toBe('not-a-repository');
    expect(await at('empty', 'init', '-q')).toBe('no-commits');
    expect(await at('bare', 'init', '-q', '--bare')).toBe('bare');
    expect(problem(await openRepository(path.join(repository.outside, 'none'))).code).toBe('not-a-repository');
  });

  it('knows whether git is new enough', async () => {
    expect(must(await checkGitVersion(repository.path))).toMatch(/^\d+\.\d+/);
  });
});

describe('the user behind a repository', () => {
  it('comes from their own configuration', async () => {
    const env = { ...testEnvironment(repository.outside), GIT_COMMITTER_NAME: 'Ünal', GIT_COMMITTER_EMAIL: 'u@x.org' };
    expect(must(await readIdentity({ root: repository.path }, env))).toEqual({ name: 'Ünal', email: 'u@x.org' });
  });

  it('is never guessed', async () => {
    await repository.git('config', '--unset', 'user.email');
    const { PATH, HOME, GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL } = testEnvironment(repository.outside);
    const env = { PATH, HOME, GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL };
    expect(problem(await readIdentity({ root: repository.path }, env))).toEqual({ code: 'no-identity' });
  });

  it('is read from an ident with odd names', () => {
    expect(parseIdent('A <b> C <a@b> 1700000000 +0130\n')).toEqual({ name: 'A <b> C', email: 'a@b' });
    expect(parseIdent('nobody')).toBeUndefined();
    expect(gitDate(1_700_000_000_999)).toBe('1700000000 +0000');
  });
});

describe('objects', () => {
  it('are read from the commit, whatever the checkout holds', async () => {
    const repo = must(await openRepository(repository.path));
    await repository.write('src/a.ts', 'changed\n');
    expect(must(await readBlob(repo, 'HEAD', 'src/a.ts'))?.toString()).toBe('a\n');
    expect(must(await readBlob(repo, 'HEAD', 'none'))).toBeUndefined();
    expect(problem(await readBlob(repo, 'nix', 'src/a.ts')).code).toBe('unknown-revision');
    expect(must(await listTree(repo, 'HEAD')).map((entry) => entry.path)).toEqual(['src/a.ts', 'ü "x"']);
    expect(must(await listTree(repo, 'HEAD', 'src')).map((entry) => entry.path)).toEqual(['src/a.ts']);
  });

  it('are named by revisions, and nothing else is', async () => {
    const repo = must(await openRepository(repository.path));
    expect(must(await resolveCommit(repo, 'main'))).toBe(repo.head);
    for (const revision of ['nix', '--help', '-h', '']) {
      expect(problem(await resolveCommit(repo, revision))).toEqual({ code: 'unknown-revision', revision });
    }
  });

  it('are not replaced by git replace', async () => {
    const repo = must(await openRepository(repository.path));
    const evil = await repository.commit('evil', { 'src/a.ts': 'evil\n' });
    await repository.git('replace', repo.head, evil);
    expect(await repository.git('show', `${repo.head}:src/a.ts`)).toBe('evil');
    expect(must(await readBlob(repo, repo.head, 'src/a.ts'))?.toString()).toBe('a\n');
  });
});

describe('the digest of the configuration', () => {
  it('does not mind a remote, a branch that is tracked, or who somebody is', async () => {
    const repo = must(await openRepository(repository.path));
    const digest = must(await configDigest(repo));
    await repository.git('remote', 'add', 'origin', repository.outside);
    await repository.git('config', 'branch.main.vscode-merge-base', 'origin/main');
    await repository.git('config', 'user.name', 'Somebody Else');
    must(await verifyConfig(repo, digest));
    await repository.git('config', 'merge.x.driver', 'evil');
    expect(problem(await verifyConfig(repo, digest))).toEqual({ code: 'config-changed' });
  });

  it('minds a remote that names a program', async () => {
    const repo = must(await openRepository(repository.path));
    const digest = must(await configDigest(repo));
    await repository.git('config', 'remote.origin.receivepack', 'evil');
    expect(problem(await verifyConfig(repo, digest))).toEqual({ code: 'config-changed' });
  });

  it('changes with the configuration, the attributes and what is included', async () => {
    const repo = must(await openRepository(repository.path));
    const seen = new Set<string>();
    const note = async () => seen.add(must(await configDigest(repo)));
    await note();
    await note();
    expect(seen.size).toBe(1);
    await repository.git('config', 'filter.x.smudge', 'evil');
    await note();
    await writeFile(path.join(repo.commonDir, 'info', 'attributes'), '* filter=x\n');
    await note();
    const included = path.join(repository.outside, 'included');
    await writeFile(included, '[a]\nb = 1\n');
    await repository.git('config', 'include.path', included);
    await note();
    await writeFile(included, '[a]\nb = 2\n');
    await note();
    expect(seen.size).toBe(5);
    await rm(included);
  });

  it('is verified', async () => {
    const repo = must(await openRepository(repository.path));
    const digest = must(await configDigest(repo));
    must(await verifyConfig(repo, digest));
    await repository.git('config', 'core.editor', 'true');
    expect(problem(await verifyConfig(repo, digest))).toEqual({ code: 'config-changed' });
  });
});
