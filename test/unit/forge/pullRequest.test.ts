import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { forgeProblemText } from '../../../src/forge/problemText.ts';
import { openPullRequest, type PullRequestOutcome, type PullRequestRequest } from '../../../src/forge/pullRequest.ts';
import { type ForgeState, StandInForge } from './standIn.ts';

let forge: StandInForge;
afterEach(() => forge.dispose());

const SIDES = [
  {
    program: 'gh',
    host: 'github.com',
    url: 'git@github.com:acme/tool.git',
    page: 'https://github.com/acme/tool/pull/',
  },
  {
    program: 'glab',
    host: 'gitlab.com',
    url: 'https://me:t0ken@gitlab.com/acme/sub/tool.git',
    page: 'https://gitlab.com/acme/sub/tool/-/merge_requests/',
  },
] as const;

async function begin(program: 'gh' | 'glab', host: string, state: Partial<ForgeState> = {}): Promise<void> {
  forge = await StandInForge.create([program], { signedInTo: [host], labels: ['bug', 'a,b'], ...state });
  await writeFile(path.join(forge.folder, 'body.md'), 'What it does.\n\n- evidence `$(touch x)`\n');
}

const open = (remoteUrl: string, more: Partial<PullRequestRequest> = {}): Promise<PullRequestOutcome> =>
  openPullRequest({
    cwd: forge.folder,
    remoteUrl,
    branch: 'refs/heads/loops/fix/r1/one',
    into: 'refs/heads/main',
    title: 'fix: it',
    bodyFile: path.join(forge.folder, 'body.md'),
    draft: true,
    labels: ['bug'],
    env: forge.env,
    ...more,
  });

function problemOf(outcome: PullRequestOutcome) {
  if (outcome.status === 'unavailable') return outcome.problem;
  throw new Error(`expected a problem, got ${JSON.stringify(outcome)}`);
}

describe.each(SIDES)('a pull request through $program', ({ program, host, url, page }) => {
  it('is opened with its text, and found when it is asked for again', async () => {
    await begin(program, host);
    expect(await open(url)).toEqual({ status: 'opened', url: `${page}1`, number: 1, notes: [] });
    const [made] = (await forge.state()).requests;
    expect(made).toMatchObject({
      branch: 'loops/fix/r1/one',
      into: 'main',
      title: program === 'gh' ? 'fix: it' : 'Draft: fix: it',
      body: 'What it does.\n\n- evidence `$(touch x)`\n',
      draft: true,
      labels: ['bug'],
    });
    expect(await open(url)).toEqual({ status: 'exists', url: `${page}1`, number: 1, notes: [] });
    expect((await forge.state()).requests).toHaveLength(1);
    expect(JSON.stringify((await forge.state()).calls)).not.toContain('t0ken');
  });

  it('takes no text for an option, and no branch of a fork for its own', async () => {
    const fork = { into: 'main', title: 'theirs', body: '', draft: false, labels: [], fork: true };
    const repository = page.replace(/\/(-\/merge_requests|pull)\/$/, '');
    await begin(program, host, { requests: [{ ...fork, number: 7, repository, branch: '-x' }] });
    const outcome = await open(url, {
      branch: '-x',
      title: '--web\n"$(touch canary)"\0 `id`',
      labels: ['a,b', ' bug ', 'bug', ''],
      draft: false,
    });
    expect(outcome).toMatchObject({ status: 'opened', number: 2 });
    expect((await forge.state()).requests[1]).toMatchObject({
      branch: '-x',
      title: '--web "$(touch canary)" `id`',
      draft: false,
      labels: ['a,b', 'bug'],
    });
  });

  it('is the other one where somebody was faster', async () => {
    await begin(program, host, { mode: 'races' });
    expect(await open(url)).toMatchObject({ status: 'exists', number: 99 });
  });

  it('is unavailable without the program, without a sign-in, and where the answer is none', async () => {
    await begin(program, host, { signedInTo: [] });
    const unknown = problemOf(await open(url));
    expect(unknown).toEqual({ code: 'not-signed-in', program, host });
    expect(forgeProblemText(unknown)).toContain(`${program} auth login --hostname ${host}`);
    await forge.set({ signedInTo: [host], mode: 'rambles' });
    expect(problemOf(await open(url))).toMatchObject({ code: 'odd-answer', program });
    const missing = problemOf(await open(url, { env: { ...forge.env, PATH: `relative:${forge.folder}` } }));
    expect(missing).toEqual({ code: 'no-program', program, host });
    expect(forgeProblemText(missing)).toContain('Install it from https://');
    expect((await forge.state()).requests).toEqual([]);
  });

  it('is given up after its time, and when somebody stops it', async () => {
    await begin(program, host, { mode: 'hangs' });
    expect(problemOf(await open(url, { timeoutMs: 1200 }))).toEqual({ code: 'timed-out', program, seconds: 1 });
    const controller = new AbortController();
    const waiting = open(url, { signal: controller.signal });
    await sleep(300);
    controller.abort();
    expect(problemOf(await waiting)).toEqual({ code: 'stopped' });
  });
});

describe('labels that the repository does not have', () => {
  it('are left out on GitHub, and told', async () => {
    await begin('gh', 'github.com');
    const outcome = await open('https://github.com/acme/tool', { labels: ['bug', 'none such'] });
    expect(outcome).toMatchObject({ status: 'opened', number: 1 });
    expect(outcome).toHaveProperty('notes', [expect.stringContaining('bug, none such')]);
    expect((await forge.state()).requests[0]?.labels).toEqual([]);
  });
});

describe('the host of the remote', () => {
  it('is no forge where it is a folder', async () => {
    await begin('gh', 'github.com');
    for (const url of ['/srv/git/tool.git', '../tool', 'file:///srv/tool', 'C:\\tool', 'C:/tool/x']) {
      expect(problemOf(await open(url))).toEqual({ code: 'local-remote' });
    }
    expect((await forge.state()).calls).toEqual([]);
  });

  it('is asked of whoever is signed in there', async () => {
    await begin('glab', 'code.example.org');
    expect(await open('ssh://git@code.example.org:2222/acme/tool.git')).toMatchObject({ status: 'opened' });
    const other = problemOf(await open('https://git.example.net/acme/tool'));
    expect(other).toEqual({ code: 'other-host', host: 'git.example.net' });
    expect(forgeProblemText(other)).toContain('Neither gh nor glab is signed in to git.example.net');
  });
});
