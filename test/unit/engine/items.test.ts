import { describe, expect, it } from 'vitest';
import { runLoop } from '../../../src/engine/runLoop.ts';
import { Slots } from '../../../src/engine/slots.ts';
import { summed } from '../../../src/engine/summed.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import type { Item } from '../../../src/model/steps.ts';
import { MemoryDurable } from '../../support/memoryDurable.ts';
import { person, startOf } from './scene.ts';
import { type Files, loopFrom, type Options, type Workshop, work, workbench } from './workshop.ts';

const loopWith = (items = '', more = ''): string =>
  [
    'name: tidy',
    'on: manual',
    `items: { from: { run: list }${items} }`,
    'roles: { maker: { agent: command, run: make, prompt: "Mend ${{ item.key }} in ${{ item.file }}", env: { FILE: "${{ item.file }}" } } }',
    'checks: { tests: { run: npm test, env: { ONLY: "${{ item.key }}" } } }',
    'goal: checks.tests.passed',
    'deliver: { as: branch }',
    more,
  ].join('\n');

const start = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });
const item = (key: string, more: object = {}): Item => ({
  id: key,
  key,
  data: { key, file: `src/${key}.js`, ...more },
});
const items = (count: number): readonly Item[] => Array.from({ length: count }, (_, n) => item(`i${n}`));
const itemOf = (worktree: string): string => worktree.replace('/w-', '');

/** Each item has its own files; an item whose key begins with `bad` is never mended. */
const shop = (more: Workshop = {}): Workshop => ({
  make: (_, { input }) => ({ 'src/a.js': `right for ${input.item}` }),
  checks: {
    tests: (files, { worktree }) =>
      files['src/a.js'] === `right for ${itemOf(worktree)}` && !itemOf(worktree).startsWith('bad'),
  },
  ...more,
});
const run = (loop: string, more: Workshop, options: Options = {}) => work(loop, shop(more), { start, ...options });

describe('fan-out', () => {
  it('takes up every item in a lane of its own, and failures are data', async () => {
    const more: Workshop = {
      items: [item('good'), item('bad'), item('broken'), item('fine')],
      more: {
        setup: () => {
          throw new Error('never asked for');
        },
        prepare: ({ worktree }) =>
          worktree.endsWith('broken')
            ? { status: 'refused', reason: 'the disk is full' }
            : { status: 'ready', configuration: 'c' },
      },
    };
    const { outcome, concluded } = await run(loopWith(), more);
    expect(outcome).toEqual({ status: 'delivered', reason: 'Of 4 items 2 delivered, 1 given up, 1 failed.' });
    expect(Object.fromEntries(concluded.map((one) => [one.key, one.outcome.status]))).toEqual({
      good: 'delivered',
      bad: 'gave-up',
      broken: 'failed',
      fine: 'delivered',
    });
  });

  it('an item in which the engine meets an error does not end the others', async () => {
    const { outcome } = await run(loopWith(), {
      items: items(3),
      more: {
        account: () => ({ run: { tokens: 0, costUsd: 0 }, item: { tokens: 0, costUsd: 0 }, warnings: [] }),
        publish: ({ item: one, head }) => {
          if (one === 'i1') throw new Error('The branch is checked out elsewhere.');
          return { commit: head };
        },
      },
    });
    expect(outcome.reason).toBe('Of 3 items 2 delivered, 1 failed.');
  });

  it('works on at most so many at once', async () => {
    for (const [written, most] of [
      [', max-parallel: 1', 1],
      ['', 2],
      [', max-parallel: 5', 5],
    ] as const) {
      const { most: seen } = await mostAtOnce(loopWith(written), items(12));
      expect(seen).toBe(most);
    }
  });

  it('gives the place of an item that waits for a person to the next', async () => {
    const asks = loopWith(', max-parallel: 1', 'gates: { owner: { when: "item.key != \'i3\'" } }');
    const { outcome, durable, concluded } = await run(asks, { items: items(4) });
    expect(outcome.status).toBe('waiting');
    const waits = durable.events.flatMap(({ event }) => (event.type === 'signal.awaited' ? [event.key] : []));
    expect(waits).toEqual(['i0/wait/1', 'i1/wait/1', 'i2/wait/1']);
    expect(concluded.map(({ key }) => key)).toEqual(['i3']);
  });

  it('and one that is answered waits for its turn', async () => {
    const asks = loopWith(', max-parallel: 1', 'gates: { owner: {} }');
    const reject = { kind: 'reject', reason: 'no', by: person } as const;
    const { outcome } = await run(asks, { items: items(3) }, { says: { i0: [reject], i1: [reject], i2: [reject] } });
    expect(outcome).toEqual({ status: 'rejected', reason: 'Of 3 items 3 rejected.' });
  });

  it('a stop reaches each lane once, and what was done before it stays done', async () => {
    const { outcome, concluded } = await run(
      loopWith(', max-parallel: 2'),
      { items: items(6) },
      { stopBefore: 'i3/1/make' },
    );
    expect(outcome.status).toBe('stopped');
    expect(outcome.reason).toMatch(/^Of 6 items \d delivered, \d stopped\.$/);
    expect(concluded).toHaveLength(6);
    expect(concluded.filter(({ outcome }) => outcome.status === 'stopped').map(({ key }) => key)).toContain('i5');
  });
});

/** Runs a loop with steps that each take a turn of the event loop, and counts lanes between their first and last one. */
async function mostAtOnce(text: string, some: readonly Item[]) {
  const bench = workbench(shop({ items: some }));
  const busy = new Set<string>();
  let most = 0;
  const durable = new MemoryDurable({ world: bench.world, start });
  bench.begin(durable);
  const slow = new Proxy(durable, {
    get: (target, name) =>
      name === 'step'
        ? async (key: string, kind: never, input: never) => {
            const lane = key.split('/')[0] ?? '';
            if (lane !== 'run' && !/\/(raise|reclaim)\//.test(key)) busy.add(lane);
            most = Math.max(most, busy.size);
            await new Promise((resolve) => setImmediate(resolve));
            const result = await target.step(key, kind, input);
            if (key.includes('/conclude/')) busy.delete(lane);
            return result;
          }
        : Reflect.get(target, name).bind(target),
  });
  const outcome = await runLoop(loopFrom(text), start, slow);
  return { most, outcome };
}

describe('the sum', () => {
  const outcome = (status: RunOutcome['status']): RunOutcome => ({ status, reason: `it ${status}` });
  it.each([
    [[], 'nothing-found', 'There are no items.'],
    [['failed'], 'failed', 'it failed'],
    [['failed', 'delivered', 'gave-up'], 'delivered', 'Of 3 items 1 delivered, 1 given up, 1 failed.'],
    [['failed', 'gave-up', 'failed'], 'gave-up', 'Of 3 items 1 given up, 2 failed.'],
    [['nothing-found', 'nothing-found'], 'nothing-found', 'Of 2 items 2 with nothing to do.'],
    [['delivered', 'stopped'], 'stopped', 'Of 2 items 1 delivered, 1 stopped.'],
    [['rejected', 'nothing-found'], 'rejected', 'Of 2 items 1 rejected, 1 with nothing to do.'],
  ] as const)('of %j is %s', (statuses, status, reason) => {
    expect(summed(statuses.map(outcome))).toEqual({ status, reason });
  });
});

describe('places', () => {
  it('are given first come, first served, and come back when work fails', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    const work = (name: string, fails = false) =>
      slots.hold(async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const done = await Promise.allSettled([work('a', true), work('b'), work('c')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(done.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });
});

describe('what is filled in', () => {
  const hostile = '"; rm -rf / #\n$(touch /tmp/x) `id` --upload-pack=evil \u001b[31m${{ inputs.secret }} ../../etc';
  it('is data: a prompt, a variable, a branch that git takes; never a part of a command', async () => {
    const branches: string[] = [];
    const commands: string[] = [];
    const envs: Record<string, string>[] = [];
    const { outcome, makes } = await run(
      loopWith('', 'isolation: { branch: "fix/${{ item.key }}" }').replace('fix/', 'fix/'),
      {
        items: [{ id: 'x-12345678', key: 'x', data: { key: hostile, file: hostile } }],
        checks: { tests: (files) => files['src/a.js']?.startsWith('right') === true },
      },
      { start: { ...start, branch: 'refs/heads/fix/${{ item.key }}' } },
    );
    for (const make of makes) {
      branches.push(make.branch ?? '');
      commands.push(make.run ?? '');
      envs.push(make.env);
    }
    expect(outcome.status).toBe('delivered');
    expect(makes[0]?.prompt).toBe(`Mend ${hostile} in ${hostile}`);
    expect(envs[0]).toEqual({ FILE: hostile });
    expect(commands).toEqual(['make']);
    expect(branches[0]).not.toMatch(/[\u0000-\u0020~^:?*[\\\u007f]|\.\.|@\{|\/-|\.lock$/);
  });

  it('says which name there is not, and ends that item alone', async () => {
    const { outcome, concluded, inbox } = await run(loopWith(), {
      items: [
        item('good'),
        { id: 'odd', key: 'odd', data: { key: 'odd' } },
        { id: 'text', key: 'text', data: 'just text' },
      ],
    });
    expect(outcome.reason).toBe('Of 3 items 1 delivered, 2 failed.');
    expect(concluded.find(({ key }) => key === 'odd')?.outcome).toEqual({
      status: 'failed',
      reason: 'roles.maker.prompt cannot be filled in: there is no item.file: item has key, id',
    });
    expect(inbox.filter(({ kind }) => kind === 'failure')).toHaveLength(2);
  });

  it('never fills in what a value says', async () => {
    const { makes } = await run(loopWith(), { items: [item('a', { file: '${{ item.key }}' })] });
    expect(makes[0]?.env).toEqual({ FILE: '${{ item.key }}' });
  });
});

describe('an item and its goal', () => {
  it('may be spoken of in goal, gates and give-up', async () => {
    const loop = loopWith().replace(
      'goal: checks.tests.passed',
      'goal: { until: checks.tests.passed && diff.lines <= item.most, give-up: run.iteration >= item.tries }',
    );
    const long: Files = { 'src/a.js': '1\n2\n3\n4' };
    const { concluded } = await run(loop, {
      items: [item('wide', { most: 10, tries: 2 }), item('tight', { most: 2, tries: 2 })],
      make: () => long,
      checks: { tests: () => true },
    });
    expect(concluded.map(({ key, outcome, iterations }) => [key, outcome.status, iterations])).toEqual([
      ['wide', 'delivered', 1],
      ['tight', 'gave-up', 2],
    ]);
  });
});

describe('five hundred items', () => {
  it('are all taken up, sixteen at once, and are summed up', async () => {
    const { outcome, concluded } = await run(loopWith(', max: 500, max-parallel: 16'), {
      items: Array.from({ length: 500 }, (_, n) => item(n % 7 === 0 ? `bad${n}` : `i${n}`)),
    });
    expect(outcome).toEqual({ status: 'delivered', reason: 'Of 500 items 428 delivered, 72 given up.' });
    expect(new Set(concluded.map(({ key }) => key)).size).toBe(500);
  }, 60_000);
});
