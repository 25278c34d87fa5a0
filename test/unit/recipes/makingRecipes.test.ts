import { afterAll, beforeAll, expect, it } from 'vitest';
import { deSloppify } from '../../support/recipeProjects/deSloppify.ts';
import { docsDrift } from '../../support/recipeProjects/docsDrift.ts';
import { fixFailingTests } from '../../support/recipeProjects/fixFailingTests.ts';
import { fixHealthCheck } from '../../support/recipeProjects/fixHealthCheck.ts';
import { acted, reasonsOf, statusesOf } from '../../support/recipeProjects/performed.ts';
import { securityScan } from '../../support/recipeProjects/securityScan.ts';
import { shipPullRequest } from '../../support/recipeProjects/shipPullRequest.ts';
import { standIns } from '../../support/recipeProjects/standIns.ts';
import { updateDependencies } from '../../support/recipeProjects/updateDependencies.ts';

let takeAway: () => Promise<void>;
beforeAll(async () => {
  takeAway = await standIns();
});
afterAll(() => takeAway());

const limit = { timeout: 300_000 };

it.concurrent('fix-failing-tests mends the source, and no pass that bent the test counts', limit, async () => {
  await acted([fixFailingTests], async (project) => {
    const run = await project.run(fixFailingTests);
    expect(run.status, run.reason).toBe('delivered');
    const [item] = run.items;
    expect(item?.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
    expect(reasonsOf(item, 1)).toContain('test/sum.test.js proves the work and may not be touched');
    expect(item?.iterations[2]?.checks.map(({ id, passed }) => [id, passed])).toEqual([['tests', true]]);
    const landed = await project.repository.git.git('show', '--format=', '--name-only', 'main');
    expect(landed.trim()).toBe('src/sum.js');
  });
});

it.concurrent('ship-pull-request takes a task through checks and a reviewer to a pull request', limit, async () => {
  await acted([shipPullRequest], async (project) => {
    const run = await project.run(shipPullRequest);
    expect(run.status, run.reason).toBe('delivered');
    const [item] = run.items;
    expect(item?.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
    expect(item?.iterations[2]?.checks.map(({ id }) => id)).toEqual(['tests', 'lint']);
    expect(reasonsOf(item, 1)).toMatch(/^The checker found a defect .*A discount can make it less than nothing/);
    expect(await project.pushed(item, 'src/total.js')).toContain('Math.max(0, ');
  });
});

it.concurrent('de-sloppify keeps its hands off the tests and leaves fewer signs than it found', limit, async () => {
  await acted([deSloppify], async (project) => {
    const run = await project.run(deSloppify);
    expect(run.items.map(({ key }) => key)).toEqual([expect.stringMatching(/^src\/price\.js@[0-9a-f]{10}$/)]);
    const [item] = run.items;
    expect(item?.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
    expect(reasonsOf(item, 1)).toContain('test/price.test.js proves the work and may not be touched; it was deleted');
    const [before, , after] = item?.iterations ?? [];
    expect([before?.metrics?.['slop'], after?.metrics?.['slop']]).toEqual([3, 1]);
    expect(await project.pushed(item, 'src/price.js')).not.toContain('console');
  });
});

it.concurrent(
  'fix-health-check writes down the cause, proves the fix with a test, and lands it after a person',
  limit,
  async () => {
    await acted([fixHealthCheck], async (project) => {
      const run = await project.run(fixHealthCheck);
      expect(run.status, run.reason).toBe('delivered');
      const [item] = run.items;
      expect(item?.key).toMatch(/^health@[0-9a-f]{12}$/);
      expect(item?.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
      const tests = item?.iterations[2]?.checks.find(({ id }) => id === 'tests');
      expect(tests?.proof).toMatchObject({ t1s0: 'failed', t1s1: true, holds: true });
      expect(await project.repository.git.git('show', '--stat', '--format=', 'main')).toContain('test/spaces.test.js');
      expect((await project.run(fixHealthCheck)).reason).toBe('There are no items.');
    });
  },
);

it.concurrent(
  'security-scan mends what is real, leaves the rest to a person, and publishes nothing',
  limit,
  async () => {
    await acted([securityScan], async (project) => {
      const run = await project.run(securityScan);
      expect(statusesOf(run)).toEqual({
        'no-eval:src/calculator.js': 'delivered',
        'no-eval:src/constant.js': 'gave-up',
      });
      const [real] = run.items;
      const [before, after] = real?.iterations ?? [];
      expect([before?.metrics?.['findings'], after?.metrics?.['findings']]).toEqual([3, 2]);
      expect(await project.inbox()).toContain('finding: A false alarm: the text is a constant (src/constant.js)');
      const branches = await project.repository.git.gitAt(project.remote, 'for-each-ref', '--format=%(refname:short)');
      expect(branches).toBe('main');
    });
  },
);

it.concurrent('docs-drift corrects a document until nothing in it is gone', limit, async () => {
  await acted([docsDrift], async (project) => {
    const run = await project.run(docsDrift);
    expect(run.status, run.reason).toBe('delivered');
    const [item] = run.items;
    const [before, ...passes] = item?.iterations ?? [];
    expect(before?.metrics).toEqual({ drift: 3 });
    expect(passes.at(-1)?.metrics).toEqual({ drift: 0 });
    expect(await project.pushed(item, 'MANUAL.md')).toContain('`src/price.js`, see the code. Run `npm run start`');
  });
});

it.concurrent(
  'update-dependencies raises what is old enough, one pull request each, and asks where our code changes',
  limit,
  async () => {
    await acted([updateDependencies], async (project) => {
      const run = await project.run(updateDependencies);
      expect(run.items.map(({ key, status }) => [key, status])).toEqual([
        ['dates@1.0.1', 'delivered'],
        ['words@2.2.0', 'delivered'],
      ]);
      const [dates, words] = run.items;
      expect(reasonsOf(dates, 1)).toContain('install');
      expect(dates?.iterations.at(-1)?.status).toBe('accepted');
      expect(JSON.parse(await project.pushed(dates, 'package.json'))).toMatchObject({
        dependencies: { dates: '1.0.1', words: '2.1.0', big: '1.9.0', fresh: '1.0.0' },
      });
      // Only the one with a change of code waited for somebody.
      expect(project.asked).toEqual([words?.key]);
    });
  },
);
