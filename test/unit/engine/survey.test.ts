import { describe, expect, it } from 'vitest';
import { commandResult, startOf } from './scene.ts';
import { type Options, type Workshop, work } from './workshop.ts';

const loopWith = (...more: readonly string[]): string =>
  [
    'name: tidy',
    more.find((line) => line.startsWith('on:')) ?? 'on: manual',
    'roles: { maker: { agent: command, run: make } }',
    'checks: { tests: npm test }',
    'goal: checks.tests.passed',
    'deliver: { as: branch }',
    ...more.filter((line) => !line.startsWith('on:')),
  ].join('\n');

const start = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });
const shop: Workshop = {
  make: () => ({ 'src/a.js': 'right' }),
  checks: { tests: (files) => files['src/a.js'] === 'right' },
};
const run = (loop: string, more: Workshop['more'] = {}, options: Options = {}) =>
  work(loop, { ...shop, more }, { start, ...options });

const skip = loopWith('on: { manual: {}, skip-if: { run: node idle.mjs } }');
const itemsLoop = loopWith('items: { from: { run: list } }');

describe('the precheck', () => {
  it('ends the run before anything is paid for when there is nothing to do', async () => {
    const { outcome, durable, makes, inbox } = await run(skip, { precheck: () => commandResult(0) });
    expect(outcome).toEqual({
      status: 'nothing-found',
      reason: 'Skipped: the precheck says that there is nothing to do.',
    });
    expect(makes).toEqual([]);
    expect(inbox).toEqual([]);
    expect(durable.done).toEqual(['run/prepare', 'run/precheck', 'run/reclaim/1']);
  });

  it('lets it go on with any other exit code', async () => {
    for (const code of [1, 2, 127]) {
      const { outcome } = await run(skip, { precheck: () => commandResult(code) });
      expect(outcome.status).toBe('delivered');
    }
  });

  it('that was stopped or could not start tells nothing, so the run fails and a person hears of it', async () => {
    for (const ended of ['timeout', 'output-limit', 'not-started'] as const) {
      const { outcome, inbox, durable } = await run(skip, {
        precheck: () => ({ ...commandResult(1), ended, exitCode: null }),
      });
      expect(outcome.status).toBe('failed');
      expect(outcome.reason).toMatch(/^The precheck could not tell: /);
      expect(inbox).toMatchObject([{ kind: 'failure', title: 'tidy failed', why: outcome.reason }]);
      expect(durable.done).toContain('run/reclaim/1');
    }
  });
});

describe('the run looks around', () => {
  it('in a checkout that is given back before the items are begun', async () => {
    const { durable } = await run(itemsLoop);
    const reclaimed = durable.done.indexOf('run/reclaim/1');
    expect(durable.done.slice(0, 2)).toEqual(['run/prepare', 'run/discover']);
    expect(reclaimed).toBeLessThan(durable.done.findIndex((key) => key.startsWith('default/')));
  });

  it('not at all where there is nothing to look for', async () => {
    const { durable } = await run(loopWith());
    expect(durable.done[0]).toBe('run/recall');
    expect(durable.done).not.toContain('run/prepare');
  });

  it('fails with the reason when it has no checkout', async () => {
    const { outcome, inbox } = await run(itemsLoop, { prepare: () => ({ status: 'refused', reason: 'no space' }) });
    expect(outcome).toEqual({ status: 'failed', reason: 'No worktree: no space' });
    expect(inbox).toHaveLength(1);
  });

  it('fails with the words of a step that could not be done, and a person hears of it', async () => {
    const { outcome, inbox } = await run(itemsLoop, {
      discover: () => {
        throw new Error('the disk is full');
      },
    });
    expect(outcome).toEqual({ status: 'failed', reason: 'the disk is full' });
    expect(inbox).toMatchObject([{ kind: 'failure', why: 'the disk is full' }]);
  });

  it.each(['run/prepare', 'run/discover', 'run/reclaim/1', 'run/recall'])(
    'can be stopped before %s',
    async (stopBefore) => {
      const { outcome, durable, makes } = await run(itemsLoop, {}, { stopBefore });
      expect(outcome).toEqual({ status: 'stopped', reason: 'Stopped by a person.' });
      expect(makes).toEqual([]);
      if (durable.done.includes('run/prepare')) expect(durable.done.join()).toMatch(/run\/reclaim\/[12]/);
    },
  );
});

describe('finding items', () => {
  it('none is nothing found', async () => {
    const { outcome } = await run(itemsLoop, { discover: () => ({ status: 'found', items: [], found: 0, left: [] }) });
    expect(outcome).toEqual({ status: 'nothing-found', reason: 'There are no items.' });
  });

  it('none that is to be attempted says why', async () => {
    const left = [
      { key: 'a', why: 'done before' },
      { key: 'b', why: 'a person said never' },
    ];
    const { outcome } = await run(itemsLoop, { discover: () => ({ status: 'found', items: [], found: 2, left }) });
    expect(outcome).toEqual({
      status: 'nothing-found',
      reason: 'Of 2 items none is to be attempted (a: done before, …).',
    });
  });

  it('that fails is a failure of the run', async () => {
    const { outcome, inbox } = await run(itemsLoop, {
      discover: () => ({ status: 'failed', reason: 'line 3 is no JSON.' }),
    });
    expect(outcome).toEqual({ status: 'failed', reason: 'The items could not be found: line 3 is no JSON.' });
    expect(inbox).toHaveLength(1);
  });
});

describe('decisions of people', () => {
  const loop = loopWith('items: { from: { run: list } }', 'state: { decisions-from: { run: node reactions.mjs } }');
  it('are heard before the items are chosen', async () => {
    const { durable } = await run(loop);
    expect(durable.done.indexOf('run/hear')).toBeLessThan(durable.done.indexOf('run/discover'));
  });

  it('that cannot be read end the run: to go on could do what they forbade', async () => {
    const { outcome, durable } = await run(loop, {
      hear: () => ({ taken: 0, problems: [], command: commandResult(3) }),
    });
    expect(outcome.status).toBe('failed');
    expect(outcome.reason).toMatch(/^The decisions of people could not be read: exit code 3\. it broke$/);
    expect(durable.done).not.toContain('run/discover');
  });
});

describe('what the loop remembers', () => {
  it('is given to every role as it was when the run began', async () => {
    const roles = 'roles: { explorer: { run: look }, maker: { agent: command, run: make }, checker: { run: check } }';
    const loop = loopWith().replace(/^roles:.*$/m, roles);
    const seen: string[] = [];
    const memory = '# What is known\n- Tests need a clock.';
    await work(
      loop,
      {
        ...shop,
        explore: (input) => {
          seen.push(input.memory);
          return {};
        },
        verify: (_, input) => {
          seen.push(input.memory);
          return [];
        },
        make: (_, { input }) => {
          seen.push(input.memory);
          return { 'src/a.js': 'right' };
        },
        more: { recall: () => ({ memory }) },
      },
      { start },
    );
    expect(seen).toEqual([memory, memory, memory]);
  });
});
