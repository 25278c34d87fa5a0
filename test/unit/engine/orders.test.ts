import { describe, expect, it } from 'vitest';
import { runLoop } from '../../../src/engine/runLoop.ts';
import { decide } from '../../../src/engine/verdict.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Note, Order, Raised } from '../../../src/model/order.ts';
import { foldAll, statusOf } from '../../../src/model/runState.ts';
import { itemsOf } from '../../../src/model/runView.ts';
import { summaryOf } from '../../../src/model/shapes.ts';
import { MemoryDurable, quietWorld, type World } from '../../support/memoryDurable.ts';
import { commandResult, file, id, person, startOf } from './scene.ts';
import { loopFrom, type Options, type Played, type Workshop, work } from './workshop.ts';

/** What people order of a run that goes on: to pause, to bear something in mind, to use more. */

const counting = (budget: string, more = ''): string =>
  [
    'name: tidy',
    'on: manual',
    'roles: { explorer: { run: look }, maker: { run: make }, checker: { run: review } }',
    'checks: { tests: npm test }',
    'goal: { until: checks.tests.passed, stall: { after: 20 } }',
    `budget: ${budget}`,
    'deliver: { as: branch }',
    more,
  ].join('\n');

/** Each pass adds a letter; the tests are content with as many as are asked for. */
const shop = (enough: number): Workshop => ({
  make: (files) => ({ ...files, 'a.txt': `${files['a.txt'] ?? ''}x` }),
  checks: { tests: (files) => (files['a.txt'] ?? '').length >= enough },
  verify: () => [],
  minutes: { make: 10 },
});

const start = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });
const run = (budget: string, enough: number, options: Options, more = ''): Promise<Played> =>
  work(counting(budget, more), shop(enough), { start, ...options });

const pause: Order = { type: 'pause.requested', by: person };
const note = (name: string, item?: string): Order => {
  const written: Note = { id: name, text: `mind ${name}`, by: person, ...(item === undefined ? {} : { item }) };
  return { type: 'note.written', note: written };
};
const raise = (to: Raised): Order => ({ type: 'limits.raised', to, by: person });

/** Where things happened, as the journal has it. */
const nameOf = (event: RunEvent): string => ('key' in event ? `${event.type} ${event.key}` : event.type);
const namesOf = ({ durable }: Played): readonly string[] => durable.events.map(({ event }) => nameOf(event));

/** Between the pause and its end nothing of these is begun. */
function begunWhilePaused(played: Played): readonly string[] {
  const names = namesOf(played);
  const paused = names.slice(names.indexOf('pause.requested'), names.indexOf('resume.requested'));
  return paused.filter((name) => /^step\.started .*\/(prepare|explore\/\d|make|verify|judge\/\d)$/.test(name));
}

const hour = 3_600_000;

describe('a pause', () => {
  const turns = ['default/prepare', 'default/explore/1', 'default/1/make', 'default/2/make', 'default/2/verify'];

  it.each(turns)('keeps %s from being begun, and the run goes on from there when it is resumed', async (turn) => {
    const hold = `${turn}/held/1`;
    const played = await run('{ max-iterations: 3 }', 2, { orders: { [hold]: [pause] }, resumesAfter: hour });
    expect(played.outcome.status).toBe('delivered');
    expect(begunWhilePaused(played)).toEqual([]);
    const names = namesOf(played);
    const order = [
      'pause.requested',
      `hold.begun ${hold}`,
      'resume.requested',
      `hold.ended ${hold}`,
      `step.started ${turn}`,
    ];
    expect(names.filter((name) => order.includes(name))).toEqual(order);
  });

  it('lets what works go on to the end of its step, and checks too', async () => {
    const options = { orders: { 'default/1/make': [pause] }, resumesAfter: hour };
    const played = await run('{ max-iterations: 3 }', 1, options);
    const names = namesOf(played);
    expect(names.indexOf('step.finished default/1/check/tests')).toBeLessThan(names.indexOf('resume.requested'));
    expect(played.durable.events.filter(({ event }) => event.type === 'hold.begun')).toMatchObject([
      { event: { key: 'default/1/verify/held/1' } },
    ]);
  });

  it('is no working time, before an item is begun and in the middle of it', async () => {
    const budget = (own: number) => `{ timeout-minutes: 35, per-item: { max-iterations: 9, timeout-minutes: ${own} } }`;
    for (const turn of ['default/prepare', 'default/2/make']) {
      const options = { orders: { [`${turn}/held/1`]: [pause] }, resumesAfter: 5 * hour };
      expect((await run(budget(25), 2, options)).outcome).toMatchObject({ status: 'delivered' });
      expect((await run(budget(15), 9, options)).outcome.reason).toContain('15 minutes is used up after 2 iterations');
      expect((await run(budget(600), 9, options)).outcome.reason).toContain('35 minutes is used up after 4 iterations');
    }
  });

  it('that came before an item was begun gives it no more time than it took', async () => {
    const items = [1, 2].map((n) => ({ id: `i${n}`, key: `i${n}`, data: {} }));
    const played = await work(
      counting('{ timeout-minutes: 50 }', 'items: { from: { run: list }, max-parallel: 1 }'),
      { ...shop(2), items },
      { start, orders: { 'i1/1/make/held/1': [pause] }, resumesAfter: 5 * hour },
    );
    expect(played.outcome.reason).toBe('Of 2 items 2 delivered.');
    const makes = played.durable.events.flatMap(({ event }) =>
      event.type === 'step.started' && event.kind === 'make' ? [event.input as { deadline: number }] : [],
    );
    // Both were paused together: each has the fifty minutes of the run, and the five hours that it was paused.
    expect(makes.map(({ deadline }) => (deadline - start.startedAt) / 60_000)).toEqual([350, 350, 350, 350]);
  });

  it('shows as such, with who did it, while nothing else is done', async () => {
    const played = await run('{ max-iterations: 3 }', 1, { orders: { 'default/1/make': [pause] }, resumesAfter: hour });
    const at = namesOf(played).indexOf('hold.begun default/1/verify/held/1');
    const before = foldAll(played.durable.events.slice(0, at));
    const held = foldAll(played.durable.events.slice(0, at + 1));
    const after = foldAll(played.durable.events.slice(0, at + 3));
    if (before === undefined || held === undefined || after === undefined) throw new Error('no state');
    expect([before, held, after].map(statusOf)).toEqual(['running', 'paused', 'running']);
    expect(summaryOf(before).reason).toContain('Paused by Ada');
    expect(summaryOf(held)).toMatchObject({
      status: 'paused',
      reason: 'Paused by Ada: nothing new begins until somebody resumes it.',
      paused: { by: 'Ada <ada@example.com>' },
    });
    expect(itemsOf(held)[0]?.status).toBe('paused');
    expect(summaryOf(after).paused).toBeUndefined();
  });

  it('that nobody ends holds no item that waits for a person, and that one still lands', async () => {
    const items = [1, 2].map((n) => ({ id: `i${n}`, key: `i${n}`, data: {} }));
    const head = 'items: { from: { run: list }, max-parallel: 1 }\ngates: { ask: { before: item } }';
    const says = {
      i1: [{ kind: 'approve' as const, gate: 'ask', by: person }],
      i2: [{ kind: 'reject' as const, reason: 'no', by: person }],
    };
    const played = await work(
      counting('{}', head),
      { ...shop(1), items },
      {
        start,
        says,
        orders: { 'i1/prepare/held/1': [pause] },
        resumesAfter: hour,
      },
    );
    const names = namesOf(played);
    // The first item holds the only slot there is no longer: the second is rejected meanwhile.
    expect(names.findIndex((name) => name.startsWith('step.finished i2/conclude'))).toBeLessThan(
      names.indexOf('resume.requested'),
    );
    expect(played.outcome.reason).toBe('Of 2 items 1 delivered, 1 rejected.');
  });
});

describe('a note', () => {
  it('is told to the next iteration, with the name of who wrote it, and to that one alone', async () => {
    const played = await run('{ max-iterations: 3 }', 3, {
      orders: { 'default/1/commit': [note('one'), note('two')] },
    });
    expect(played.told[0]).not.toContain('mind');
    expect(played.told[1]).toMatch(
      /^Ada says: mind one\n\nAda says: mind two\n\nWhat the explorer says:[\s\S]*Not done yet:/,
    );
    expect(played.told[2]).not.toContain('mind');
    const state = foldAll(played.durable.events);
    expect(state && itemsOf(state)[0]?.notes).toMatchObject([
      { text: 'mind one', iteration: 2 },
      { text: 'mind two', iteration: 2 },
    ]);
  });

  it('is told to every attempt of that iteration', async () => {
    const loop = counting('{ max-iterations: 3 }').replace(
      'stall: { after: 20 }',
      'stall: { after: 2 }, escalate: [{ best-of: 2 }]',
    );
    const orders = {
      'default/3/best/1/make/held/1': [note('one')],
      'default/3/best/2/make/held/1': [note('late')],
    };
    const played = await work(loop, { ...shop(9), make: (files) => files }, { start, orders });
    expect(played.makes.map(({ notes }) => notes)).toEqual([undefined, undefined, ['one'], ['one']]);
    expect(played.told.slice(2).every((told) => told.startsWith('Ada says: mind one\n\n'))).toBe(true);
  });

  it('of one item is told to that item, one of all to each, also to one that is begun later', async () => {
    const items = [1, 2].map((n) => ({ id: `i${n}`, key: `i${n}`, data: {} }));
    const played = await work(
      counting('{}', 'items: { from: { run: list }, max-parallel: 1 }'),
      { ...shop(2), items },
      { start, orders: { 'i1/1/commit': [note('first', 'i1'), note('all')] } },
    );
    const told = played.makes.map(({ item, iteration, notes }) => [item, iteration, notes]);
    expect(told).toEqual([
      ['i1', 1, undefined],
      ['i1', 2, ['first', 'all']],
      ['i2', 1, ['all']],
      ['i2', 2, undefined],
    ]);
  });

  it('does not end a wait, and is heard after it', async () => {
    const stalled = counting('{ max-iterations: 4 }').replace(
      'stall: { after: 20 }',
      'stall: { after: 2 }, escalate: [person]',
    );
    const played = await work(
      stalled,
      { ...shop(9), make: (files, { number }) => (number < 3 ? files : { 'a.txt': 'xxxxxxxxx' }) },
      {
        start,
        says: [{ kind: 'continue', note: 'go on', by: person }],
        orders: { 'default/ask/2/now': [note('one')] },
      },
    );
    expect(played.outcome.status).toBe('delivered');
    expect(played.told[2]).toMatch(/^Ada says: mind one\n\nAda says: go on\n\n/);
    expect(namesOf(played).filter((name) => name.startsWith('signal.taken'))).toHaveLength(1);
  });

  it('cannot close a fence or hide what it says', async () => {
    const by = { ...person, name: 'Ada\nsays' };
    const written: Order = { type: 'note.written', note: { id: 'n', text: 'one\u202etwo\u001b[2J', by } };
    const played = await run('{ max-iterations: 1 }', 1, { orders: { 'default/1/make/held/1': [written] } });
    expect(played.told[0]).toMatch(/^Ada says says: onetwo\[2J\n\n/);
  });
});

describe('a raise', () => {
  it('of the iterations lets the item go on, from then on', async () => {
    const played = await run('{ max-iterations: 2 }', 4, { orders: { 'default/2/make': [raise({ iterations: 4 })] } });
    expect(played.outcome.status).toBe('delivered');
    expect(played.makes).toHaveLength(4);
    const late = await run('{ max-iterations: 2 }', 4, { orders: { 'default/end': [raise({ iterations: 4 })] } });
    expect(late.outcome).toMatchObject({ status: 'gave-up' });
    expect(late.makes).toHaveLength(2);
  });

  it('of the minutes moves the deadline of all that begins then', async () => {
    const budget = '{ max-iterations: 20, timeout-minutes: 25 }';
    const orders = { 'default/2/make': [raise({ minutes: 90 })] };
    const played = await run(budget, 5, { orders });
    expect(played.outcome.status).toBe('delivered');
    const minutes = played.makes.map(({ deadline = 0 }) => (deadline - start.startedAt) / 60_000);
    expect(minutes).toEqual([25, 25, 90, 90, 90]);
    const over = await run(budget, 30, { orders });
    expect(over.outcome.reason).toContain('The budget of 90 minutes is used up');
  });

  it('counts for an item that is begun later', async () => {
    const items = [1, 2].map((n) => ({ id: `i${n}`, key: `i${n}`, data: {} }));
    const played = await work(
      counting('{ timeout-minutes: 30 }', 'items: { from: { run: list }, max-parallel: 1 }'),
      { ...shop(2), items },
      { start, orders: { 'i1/2/make': [raise({ minutes: 60 })] } },
    );
    expect(played.outcome.reason).toBe('Of 2 items 2 delivered.');
  });
});

describe('an item that an earlier run left', () => {
  const change = { base: start.base, head: id('7'), tree: id('8'), files: [] };
  const explored = { ...quietWorld.explore({} as never, ''), summary: 'It is the clock.' };
  const retry = { run: 'r0', item: { id: 'i7', key: 'seven', data: {} }, iteration: 2, told: 'Ada says: mind the gap' };

  it('is the only one that the run works on, from the base where that is meant', async () => {
    const items = [1, 2].map((n) => ({ id: `i${n}`, key: `i${n}`, data: {} }));
    const played = await work(
      counting('{}', 'items: { from: { run: list } }'),
      { ...shop(1), items },
      { start: { ...start, retry: { ...retry, iteration: 0 } } },
    );
    expect(played.outcome.status).toBe('delivered');
    expect(played.durable.done.some((key) => key.startsWith('run/discover'))).toBe(false);
    expect(played.durable.done.filter((key) => key.endsWith('/make'))).toEqual(['i7/1/make']);
    expect(played.told[0]).toMatch(/Ada says: mind the gap\n\nNot done yet:/);
    const state = foldAll(played.durable.events);
    expect(state && summaryOf(state)).toMatchObject({ itemCount: 1, doneCount: 1 });
    expect(state && itemsOf(state)[0]?.key).toBe('seven');
  });

  it('is begun at its commit, and nobody explores again', async () => {
    const commits: string[] = [];
    const bases: string[] = [];
    const world = {
      ...quietWorld,
      prepare: ({ base }: { base: string }) => {
        bases.push(base);
        return { status: 'ready' as const, configuration: 'c' };
      },
      commit: ({ base, parent }: { base: string; parent: string }) => {
        commits.push(parent);
        return { change: { base, head: id('9'), tree: id('a'), files: [] }, quarantined: [] };
      },
    };
    const durable = new MemoryDurable({ world, start: { ...start, retry: { ...retry, change, explored } } });
    await runLoop(
      loopFrom(counting('{ max-iterations: 1 }')),
      { ...start, retry: { ...retry, change, explored } },
      durable,
    );
    expect(bases).toEqual([id('7')]);
    expect(commits).toEqual([id('7')]);
    expect(durable.done.some((key) => key.includes('/explore/'))).toBe(false);
    const make = durable.events.find(({ event }) => event.type === 'step.started' && event.kind === 'make')?.event;
    expect(make).toMatchObject({
      input: { base: start.base, head: id('7'), feedback: expect.stringContaining('It is the clock.') },
    });
  });
});

describe('a replay', () => {
  const loop = loopFrom(counting('{ max-iterations: 2, timeout-minutes: 45 }'));
  /** Remembers nothing, so that it can be entered anywhere: the fourth iteration is the one that passes. */
  const world: World = {
    ...quietWorld,
    decide,
    commit: ({ base, iteration }) => ({
      change: { base, head: id(String(iteration)), tree: id(`${iteration}e`), files: [file('a.txt')] },
      quarantined: [],
    }),
    check: ({ iteration = 0 }) => ({ ...commandResult(0), passed: iteration >= 4 }),
  };
  const orders: readonly (readonly [string, readonly Order[]])[] = [
    ['default/1/make/held/1', [pause, note('held')]],
    ['default/1/commit', [note('next'), raise({ iterations: 4, minutes: 600 })]],
    ['default/4/verify/held/1', [pause]],
  ];

  async function life(earlier: MemoryDurable['events'], ordered: typeof orders) {
    const options = { world, start, earlier, orders: Object.fromEntries(ordered), resumesAfter: hour };
    const durable = new MemoryDurable(options);
    return { durable, outcome: await runLoop(loop, start, durable) };
  }

  it('from every place takes the same way, whatever was ordered', async () => {
    const whole = await life([], orders);
    expect(whole.outcome.status).toBe('delivered');
    const names = whole.durable.events.map(({ event }) => nameOf(event));
    expect(names.filter((name) => name.startsWith('hold.begun'))).toHaveLength(2);
    const again = await life(whole.durable.events, []);
    expect(again.outcome).toEqual(whole.outcome);
    expect(again.durable.done).toEqual([]);
    expect(again.durable.events).toEqual(whole.durable.events);
    let cuts = 0;
    for (let cut = 1; cut < names.length; cut++) {
      // People order once: what they did before the cut is in the journal, the rest is still to come.
      const ordered = names.slice(0, cut).filter((name) => /^(pause|note|limits)/.test(name)).length;
      const place = [0, 2, 4, 5].indexOf(ordered);
      if (place === -1 || !(names[cut - 1] ?? '').includes(' ')) continue;
      const cutOff = await life(whole.durable.events.slice(0, cut), orders.slice(place));
      expect(cutOff.outcome, `cut at ${cut}`).toEqual(whole.outcome);
      expect(
        cutOff.durable.events.map(({ event }) => nameOf(event)),
        `cut at ${cut}`,
      ).toEqual(names);
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(50);
  });
});
