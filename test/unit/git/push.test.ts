import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemText } from '../../../src/git/problemText.ts';
import { type PushRequest, pushBranch } from '../../../src/git/push.ts';
import { remoteUrl } from '../../../src/git/remote.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';
import { must, problem } from './must.ts';

const TO = 'refs/heads/loops/fix/r1/one';

let repository: TemporaryRepository;
let repo: Repository;
let bare: string;
let commit: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'mein Projekt ü' });
  repo = must(await openRepository(repository.path));
  bare = path.join(repository.outside, 'bäre remote.git');
  await repository.git('init', '-q', '--bare', bare);
  await repository.git('remote', 'add', 'origin', bare);
  await repository.git('push', '-q', 'origin', 'main');
  commit = await repository.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'work');
});
afterEach(() => repository.dispose());

const env = () => testEnvironment(path.join(repository.outside, 'home'));
const push = (more: Partial<PushRequest> = {}) =>
  pushBranch(repo, { remote: 'origin', commit, to: TO, env: env(), timeoutMs: 60_000, ...more });
const refsThere = () => repository.gitAt(bare, 'for-each-ref', '--format=%(refname) %(objectname)');
const branchThere = async (ref = TO) => (await refsThere()).split('\n').find((line) => line.startsWith(`${ref} `));
const hook = (name: string, lines: string, at = path.join(repo.commonDir, 'hooks')) =>
  repository.script(path.join(at, name), lines);

describe('pushing a branch', () => {
  it('puts one commit on one branch, no tag, and may be repeated', async () => {
    await repository.git('config', 'push.followTags', 'true');
    await repository.git('tag', '-a', '-m', 'v1', 'v1', commit);
    expect(must(await push())).toEqual({ status: 'pushed', remote: 'origin', to: TO, commit });
    expect(await refsThere()).toBe(`${TO} ${commit}\nrefs/heads/main ${repo.head}`);
    expect(must(await push())).toEqual({ status: 'up-to-date', remote: 'origin', to: TO, commit });
    // Forward is fine without force.
    const next = await repository.git('commit-tree', 'HEAD^{tree}', '-p', commit, '-m', 'more');
    expect(must(await push({ commit: next })).status).toBe('pushed');
  });

  it("runs the user's pre-push hook, in their environment, and minds what it says", async () => {
    await hook(
      'pre-push',
      'cat > "$HOME/saw"; echo "$MINE" >> "$HOME/saw"; test ! -e "$HOME/stop" || { echo "lint first"; exit 1; }',
    );
    const mine = { ...env(), MINE: 'hers', GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' };
    must(await push({ env: mine }));
    const saw = await readFile(path.join(repository.outside, 'home/saw'), 'utf8');
    expect(saw).toBe(`${commit} ${commit} ${TO} ${'0'.repeat(40)}\nhers\n`);
    await writeFile(path.join(repository.outside, 'home/stop'), '');
    const refused = problem(await push({ to: 'refs/heads/other' }));
    expect(refused).toEqual({
      code: 'push-rejected',
      remote: 'origin',
      branch: 'refs/heads/other',
      why: { by: 'pre-push-hook', said: 'lint first' },
    });
    expect(problemText(refused)).toContain('pre-push hook stopped other on its way to origin: lint first.');
    expect(await branchThere('refs/heads/other')).toBeUndefined();
  });

  it('is refused by a hook of the remote, with its reason, credentials and controls taken out', async () => {
    await hook(
      'pre-receive',
      `printf 'no \\033[31mred\\033[0m pushes, see https://me:s3cret@host/x\\n' >&2; exit 1`,
      path.join(bare, 'hooks'),
    );
    const refused = problem(await push());
    expect(refused).toMatchObject({ code: 'push-rejected', why: { by: 'remote' } });
    const text = problemText(refused);
    expect(text).toContain('pre-receive hook declined');
    expect(text).toContain('pushes, see https://host/x');
    expect(text).not.toMatch(/s3cret|\x1b/);
    expect(await branchThere()).toBeUndefined();
  });
});

describe('a branch that somebody else moved', () => {
  let theirs: string;
  beforeEach(async () => {
    must(await push());
    theirs = await repository.git('commit-tree', 'HEAD^{tree}', '-p', commit, '-m', 'theirs');
    await repository.git('push', '-q', 'origin', `${theirs}:${TO}`);
  });
  const mine = () => repository.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'rebased');

  it('is never overwritten', async () => {
    const rebased = await mine();
    const refused = problem(await push({ commit: rebased }));
    expect(refused).toMatchObject({ code: 'push-rejected', why: { by: 'moved' } });
    expect(problemText(refused)).toContain('commits that this work is not built on');
    const stale = problem(await push({ commit: rebased, expected: commit }));
    expect(stale).toMatchObject({ code: 'push-rejected', why: { by: 'lease', said: 'stale info' } });
    const exists = problem(await push({ commit: rebased, expected: null }));
    expect(exists).toMatchObject({ code: 'push-rejected', why: { by: 'lease' } });
    expect(await branchThere()).toBe(`${TO} ${theirs}`);
  });

  it('is replaced where it is as expected, and found again after a crash', async () => {
    const rebased = await mine();
    expect(must(await push({ commit: rebased, expected: theirs })).status).toBe('pushed');
    expect(must(await push({ commit: rebased, expected: theirs })).status).toBe('up-to-date');
    expect(await branchThere()).toBe(`${TO} ${rebased}`);
  });
});

describe('a remote that cannot be pushed to', () => {
  it('is named', async () => {
    expect(problem(await push({ remote: 'upstream' }))).toEqual({
      code: 'no-remote',
      remote: 'upstream',
      known: ['origin'],
    });
    for (const remote of ['--mirror', bare, `ext::sh -c touch% ${repository.outside}/canary`]) {
      expect(problem(await push({ remote })).code).toBe('no-remote');
    }
    expect(problem(await push({ commit: 'main' })).code).toBe('unknown-revision');
    expect(problem(await push({ commit: '1'.repeat(40) })).code).toBe('unknown-revision');
  });

  it('is unreachable where there is nothing', async () => {
    await repository.git('remote', 'set-url', 'origin', path.join(repository.outside, 'gone.git'));
    const gone = problem(await push());
    expect(gone).toMatchObject({ code: 'remote-unreachable', remote: 'origin' });
    expect(problemText(gone)).toContain('git remote -v');
    await repository.git('remote', 'set-url', 'origin', 'https://user:pass@127.0.0.1:1/x.git');
    const closed = problem(await push());
    expect(closed.code).toBe('remote-unreachable');
    expect(problemText(closed)).not.toContain('pass');
  });

  it('is stopped with its hooks after its time, or when somebody stops it', async () => {
    await hook('pre-push', 'sleep 600 & echo "$$ $!" >> "$HOME/pids"; wait');
    const pids = () =>
      readFile(path.join(repository.outside, 'home', 'pids'), 'utf8').then(
        (text) => text.split(/\s+/).filter(Boolean).map(Number),
        () => [],
      );
    const late = problem(await push({ timeoutMs: 1500 }));
    expect(late).toEqual({ code: 'remote-timed-out', remote: 'origin', seconds: 2 });
    const controller = new AbortController();
    const before = (await pids()).length;
    const waiting = push({ signal: controller.signal });
    // It is stopped in its hook. The one above may have come to its end before that, on a busy machine.
    await expect.poll(async () => (await pids()).length, { timeout: 30_000 }).toBe(before + 2);
    controller.abort();
    expect(problem(await waiting)).toEqual({ code: 'aborted' });
    expect(problem(await push({ signal: controller.signal }))).toEqual({ code: 'aborted' });
    for (const pid of await pids()) await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
    expect(await branchThere()).toBeUndefined();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the URL of a remote', () => {
  it('is what a push goes to', async () => {
    await repository.git('remote', 'set-url', 'origin', 'gh:owner/repo.git');
    await repository.git('config', 'url.https://github.com/.insteadOf', 'gh:');
    expect(must(await remoteUrl(repo, 'origin', env()))).toBe('https://github.com/owner/repo.git');
    await repository.git('config', 'remote.origin.pushurl', 'git@github.com:fork/repo.git');
    expect(must(await remoteUrl(repo, 'origin', env()))).toBe('git@github.com:fork/repo.git');
    expect(problem(await remoteUrl(repo, '-v', env()))).toMatchObject({ code: 'no-remote' });
  });
});
