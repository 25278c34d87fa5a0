import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitFailure } from '../../../src/git/gitFailure.ts';
import { hardenedArguments, hardenedEnvironment, hardenedGit } from '../../../src/git/hardened.ts';
import { ownEnvironment } from '../../../src/git/ownGit.ts';
import { TemporaryRepository } from '../../support/repository.ts';

describe('the hardened environment', () => {
  it('holds what section 2 says and nothing inherited but PATH', () => {
    expect(hardenedEnvironment({ PATH: '/usr/bin:/bin' }, 'linux')).toEqual({
      PATH: '/usr/bin:/bin',
      HOME: '/dev/null',
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '/bin/false',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_ALLOW_PROTOCOL: 'file',
      GIT_LITERAL_PATHSPECS: '1',
    });
  });

  it('drops entries of PATH that depend on the folder git runs in', () => {
    expect(hardenedEnvironment({ PATH: 'node_modules/.bin:.::/usr/bin' }, 'linux')['PATH']).toBe('/usr/bin');
    expect(hardenedEnvironment({ PATH: 'bin;C:\\git' }, 'win32')['PATH']).toBe('C:\\git');
  });

  it('keeps on Windows what a process needs to start', () => {
    const env = hardenedEnvironment({ PATH: 'C:\\git', SystemRoot: 'D:\\W', TEMP: 'D:\\T', TMP: 'D:\\T' }, 'win32');
    expect(env).toMatchObject({ SystemRoot: 'D:\\W', TEMP: 'D:\\T', TMP: 'D:\\T' });
  });

  it('keeps of the user what is theirs and nothing that points elsewhere', () => {
    const env = ownEnvironment({
      HOME: '/home/u',
      GIT_DIR: '/x',
      GIT_INDEX_FILE: '/y',
      GIT_CONFIG_PARAMETERS: "'core.fsmonitor'='evil'",
      GIT_AUTHOR_NAME: 'U',
      GIT_CONFIG_GLOBAL: '/home/u/.other',
      EDITOR: 'vi',
      PREFIX: '/usr',
    });
    expect(env).toMatchObject({ HOME: '/home/u', GIT_AUTHOR_NAME: 'U', GIT_CONFIG_GLOBAL: '/home/u/.other' });
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['GIT_DIR']));
    for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_CONFIG_PARAMETERS', 'EDITOR', 'PREFIX']) {
      expect(env[name]).toBeUndefined();
    }
  });
});

describe('the hardened arguments', () => {
  it('name the places and set what section 2 says', () => {
    const args = hardenedArguments({ gitDir: '/r/.git', workTree: '/r' });
    expect(args.slice(0, 2)).toEqual(['--git-dir=/r/.git', '--work-tree=/r']);
    const settings = args.filter((_, index) => args[index - 1] === '-c');
    expect(settings).toEqual(
      expect.arrayContaining([
        'core.hooksPath=/dev/null',
        'core.fsmonitor=false',
        'safe.bareRepository=explicit',
        'submodule.recurse=false',
        'diff.ignoreSubmodules=all',
        'gc.auto=0',
        'maintenance.auto=false',
        'commit.gpgSign=false',
        'core.protectNTFS=true',
        'core.protectHFS=true',
        'protocol.allow=never',
      ]),
    );
  });

  it('take the work tree away where there is none', () => {
    expect(hardenedArguments({ gitDir: '/r/.git' }).slice(0, 2)).toEqual(['--git-dir=/r/.git', '--bare']);
  });
});

describe('hardened git', () => {
  let repository: TemporaryRepository;
  beforeEach(async () => {
    repository = await TemporaryRepository.create({ files: { 'a.txt': 'a\n' } });
  });
  afterEach(() => repository.dispose());

  const place = () => ({ gitDir: `${repository.path}/.git`, commonDir: `${repository.path}/.git` });

  async function failureOf(work: Promise<unknown>): Promise<GitFailure> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof GitFailure) return error;
    throw new Error(`expected a GitFailure, got ${String(error)}`);
  }

  it('rejects an exit code of 1 that comes with an empty stderr', async () => {
    const git = hardenedGit(place());
    const failure = await failureOf(git.run(['show-ref', '--quiet', '--verify', 'refs/heads/none']));
    expect(failure).toMatchObject({ reason: 'exit', exitCode: 1, stdout: '', stderr: '' });
  });

  it('carries both outputs and the exit code of a failure', async () => {
    const failure = await failureOf(hardenedGit(place()).run(['rev-parse', 'HEAD', 'none-such']));
    expect(failure.exitCode).toBe(128);
    expect(failure.stdout).toContain(await repository.head());
    expect(failure.stderr).toContain('none-such');
  });

  it('goes on after a failure', async () => {
    const git = hardenedGit(place());
    const [bad, good] = await Promise.allSettled([git.run(['cat-file', '-e', 'none']), git.run(['rev-parse', 'HEAD'])]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('writes standard input and reads bytes', async () => {
    const git = hardenedGit(place());
    const id = (await git.run(['hash-object', '-w', '--stdin'], { input: 'héllo\n' })).trim();
    expect((await git.bytes(['cat-file', 'blob', id])).equals(Buffer.from('héllo\n'))).toBe(true);
  });

  it('is stopped by its signal, before and while it runs', async () => {
    const before = await failureOf(hardenedGit({ ...place(), signal: AbortSignal.abort() }).run(['rev-parse', 'HEAD']));
    expect(before.reason).toBe('aborted');
    const controller = new AbortController();
    // Nothing is written to standard input, so this waits.
    const waiting = hardenedGit({ ...place(), signal: controller.signal }).run(['cat-file', '--batch']);
    setTimeout(() => controller.abort(), 100);
    expect((await failureOf(waiting)).reason).toBe('aborted');
  });

  it('is stopped when its time is over', async () => {
    const failure = await failureOf(hardenedGit({ ...place(), timeoutMs: 200 }).run(['cat-file', '--batch']));
    expect(failure.reason).toBe('timed-out');
  });

  it('sees no files where it has no work tree', async () => {
    const failure = await failureOf(hardenedGit(place()).run(['ls-files', '-o']));
    expect(failure.stderr).toContain('must be run in a work tree');
  });
});
