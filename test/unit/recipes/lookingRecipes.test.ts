import { afterAll, beforeAll, expect, it } from 'vitest';
import { babysitPullRequests } from '../../support/recipeProjects/babysitPullRequests.ts';
import { draftFromChangelog } from '../../support/recipeProjects/draftFromChangelog.ts';
import { morningTriage } from '../../support/recipeProjects/morningTriage.ts';
import { performanceSearch } from '../../support/recipeProjects/performanceSearch.ts';
import { acted, reasonsOf, statusesOf } from '../../support/recipeProjects/performed.ts';
import { portModules } from '../../support/recipeProjects/portModules.ts';
import { raiseCoverage } from '../../support/recipeProjects/raiseCoverage.ts';
import { standIns } from '../../support/recipeProjects/standIns.ts';
import { verifyUserFlows } from '../../support/recipeProjects/verifyUserFlows.ts';
import { nthRun } from '../../support/storyOfRuns.ts';

let takeAway: () => Promise<void>;
beforeAll(async () => {
  takeAway = await standIns();
});
afterAll(() => takeAway());

const limit = { timeout: 300_000 };

it.concurrent('babysit-pull-requests says why each one in trouble is, once for each push', limit, async () => {
  await acted([babysitPullRequests], async (project) => {
    const run = await project.run(babysitPullRequests);
    expect(statusesOf(run)).toEqual({
      'pr:7@777777777777:ci': 'delivered',
      'pr:8@888888888888:conflict+review': 'delivered',
    });
    expect(await project.inbox()).toEqual(['finding: Sent back: split it up', 'finding: The change subtracts']);
    expect((await project.run(babysitPullRequests)).reason).toMatch(/^Of 2 items none is to be attempted/);
  });
});

it.concurrent('morning-triage starts by its schedule and finds what broke and what was reported', limit, async () => {
  const monday = '2026-03-02T07:00:20Z';
  await acted(
    [morningTriage],
    async (project) => {
      await project.enable('morning-triage');
      await project.comeBack(monday);
      const { id, trigger } = await nthRun(project.repository, 'morning-triage', 1);
      expect(trigger).toMatchObject({ kind: 'schedule', at: Date.parse('2026-03-02T07:00:00Z') });
      const run = await project.seeThrough(id);
      expect(statusesOf(run)).toEqual({
        'ci:ci@444444444444': 'delivered',
        'issue:3@2026-03-01T10:00:00Z': 'delivered',
      });
      expect(await project.inbox()).toEqual([
        'finding: Prices are negative (src/price.js:1)',
        'finding: price is called and is a number (src/price.js:1)',
      ]);
    },
    '2026-03-01T20:00:00Z',
  );
});

it.concurrent('verify-user-flows hands what failed to the loop that mends it', limit, async () => {
  await acted([verifyUserFlows], async (project) => {
    await project.enable('fix-user-flows');
    const found = await project.run(verifyUserFlows);
    expect(found.items.map(({ key, status }) => [key.replace(/@.*/, ''), status])).toEqual([
      ['buy', 'delivered'],
      ['leave', 'delivered'],
    ]);
    const fixing = await nthRun(project.repository, 'fix-user-flows', 1);
    expect(fixing.trigger).toMatchObject({ kind: 'loop', about: expect.stringContaining(found.id) });
    const run = await project.seeThrough(fixing.id);
    expect(run.items.map(({ key, status }) => [key, status])).toEqual([['buy', 'delivered']]);
    const [item] = run.items;
    expect(item?.iterations.at(-1)?.checks.map(({ id, passed }) => [id, passed])).toEqual([
      ['flow', true],
      ['tests', true],
    ]);
    expect(await project.pushed(item, 'src/answer.js')).toContain('paid 10');
    expect(await project.inbox()).toContain('finding: The shop is curt (src/answer.js:1)');
  });
});

it.concurrent('draft-from-changelog drafts the newest entry, and it lands once a person approves', limit, async () => {
  await acted([draftFromChangelog], async (project) => {
    const run = await project.run(draftFromChangelog);
    expect(run.items.map(({ key, status }) => [key.replace(/@.*/, ''), status])).toEqual([['1.5.0', 'delivered']]);
    expect(reasonsOf(run.items[0], 1)).toContain('form');
    expect(await project.repository.git.git('show', 'main:specs/1-5-0.md')).toContain('## Source');
    expect((await project.run(draftFromChangelog)).reason).toBe('There are no items.');
  });
});

it.concurrent('raise-coverage goes by the number and by what the tests assert', limit, async () => {
  await acted([raiseCoverage], async (project) => {
    const run = await project.run(raiseCoverage);
    expect(run.status, run.reason).toBe('delivered');
    const [item] = run.items;
    const [before, first, second] = item?.iterations ?? [];
    expect(before?.metrics?.['coverage']).toBeLessThan(90);
    expect(first?.metrics?.['coverage']).toBeGreaterThan(90);
    expect([first?.status, second?.status]).toEqual(['failed', 'accepted']);
    expect(reasonsOf(item, 1)).toBe('judge.passed is false (judge.score is 2)');
    expect(await project.repository.git.git('show', 'main:test/more.test.js')).toContain('assert.throws');
  });
});

it.concurrent('performance-search keeps what is faster and throws the rest away', limit, async () => {
  await acted([performanceSearch], async (project) => {
    const run = await project.run(performanceSearch);
    expect(run.status, run.reason).toBe('delivered');
    const [item] = run.items;
    expect(item?.iterations.map(({ metrics }) => metrics?.['benchmark'])).toEqual([190, 190, 20]);
    expect(item?.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
    expect(reasonsOf(item, 1)).toContain('The last pass was thrown away');
    expect(await project.repository.git.git('show', 'main:src/pairs.js')).toContain('new Set()');
  });
});

it.concurrent('port-modules ports each module until the answers are those of the reference', limit, async () => {
  await acted([portModules], async (project) => {
    const run = await project.run(portModules);
    expect(run.items.map(({ key, status }) => [key.replace(/@.*/, ''), status])).toEqual([
      ['dates', 'delivered'],
      ['words', 'delivered'],
    ]);
    const [dates] = run.items;
    expect(dates?.iterations.map(({ metrics }) => metrics?.['differing'])).toEqual([5, expect.any(Number), 2]);
    expect((await project.run(portModules)).reason).toBe('There are no items.');
  });
});
