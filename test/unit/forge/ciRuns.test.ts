import { afterEach, describe, expect, it } from 'vitest';
import { ciRuns } from '../../../src/forge/ciRuns.ts';
import { StandInForge } from './standIn.ts';

let forge: StandInForge;
afterEach(() => forge.dispose());

const at = (minute: number) => `2024-05-01T10:${String(minute).padStart(2, '0')}:00Z`;
const since = Date.parse(at(10));

const ghRun = (databaseId: number, more: object = {}) => ({
  databaseId,
  workflowName: 'test',
  headBranch: 'main',
  headSha: 'a'.repeat(40),
  status: 'completed',
  conclusion: 'failure',
  updatedAt: at(databaseId),
  url: `https://github.com/acme/tool/actions/runs/${databaseId}`,
  ...more,
});

describe('runs of GitHub Actions', () => {
  it('are those that finished since, oldest first, of the workflows that count', async () => {
    const runs = [
      ghRun(30, { conclusion: 'success' }),
      ghRun(25, { status: 'in_progress', conclusion: '' }),
      ghRun(20),
      ghRun(19, { workflowName: 'lint' }),
      ghRun(18, { headBranch: 'side' }),
      ghRun(10),
    ];
    forge = await StandInForge.create(['gh'], { signedInTo: ['github.com'], runs });
    const world = {
      cwd: forge.folder,
      env: forge.env,
      remoteUrl: 'https://github.com/acme/tool.git',
      branch: 'main',
      since,
    };
    const found = await ciRuns({ ...world, workflows: ['test'] });
    expect(found.ok && found.value.map(({ id, conclusion }) => `${id} ${conclusion}`)).toEqual([
      '20 failure',
      '30 success',
    ]);
    expect(found.ok && found.value[0]).toEqual({
      id: '20',
      workflow: 'test',
      branch: 'main',
      commit: 'a'.repeat(40),
      conclusion: 'failure',
      finishedAt: Date.parse(at(20)),
      url: 'https://github.com/acme/tool/actions/runs/20',
    });
    const all = await ciRuns(world);
    expect(all.ok && all.value.map((run) => run.id)).toEqual(['19', '20', '30']);
    // One process a poll.
    expect((await forge.state()).calls).toHaveLength(2);
  });
});

describe('pipelines of GitLab', () => {
  it('are the same kind of thing', async () => {
    const pipeline = (id: number, status: string, more: object = {}) => ({
      id,
      iid: id,
      project_id: 1,
      status,
      ref: 'main',
      sha: 'b'.repeat(40),
      source: 'push',
      created_at: at(1),
      updated_at: at(id),
      web_url: `https://gitlab.com/acme/tool/-/pipelines/${id}`,
      ...more,
    });
    const runs = [
      pipeline(30, 'canceled', { name: 'nightly' }),
      pipeline(20, 'failed', { name: null }),
      pipeline(5, 'success'),
    ];
    forge = await StandInForge.create(['glab'], { signedInTo: ['gitlab.com'], runs });
    const found = await ciRuns({
      cwd: forge.folder,
      env: forge.env,
      remoteUrl: 'git@gitlab.com:acme/tool.git',
      branch: 'main',
      since,
    });
    expect(found.ok && found.value.map((run) => [run.id, run.workflow, run.conclusion])).toEqual([
      ['20', 'pipeline', 'failure'],
      ['30', 'nightly', 'cancelled'],
    ]);
  });

  it('say why where there are none to be had', async () => {
    forge = await StandInForge.create(['glab'], { mode: 'rambles', signedInTo: ['gitlab.com'] });
    const world = { cwd: forge.folder, env: forge.env, branch: 'main', since };
    expect(await ciRuns({ ...world, remoteUrl: 'git@gitlab.com:acme/tool.git' })).toMatchObject({
      ok: false,
      error: { code: 'odd-answer', program: 'glab' },
    });
    expect(await ciRuns({ ...world, remoteUrl: '/srv/x' })).toEqual({ ok: false, error: { code: 'local-remote' } });
  });
});
