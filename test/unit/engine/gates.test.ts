import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import type { Identity, Item } from '../../../src/model/steps.ts';
import { person, startOf } from './scene.ts';
import { answers, type Files, lands, type Options, usage, type Workshop, work } from './workshop.ts';

const ada = person;
const bob: Identity = { name: 'Bob', email: 'bob@example.com' };
const eve: Identity = { name: 'Eve', email: 'eve@example.com' };
const hour = 3_600_000;

const loopWith = (gates: string, more = ''): string =>
  [
    'name: tidy',
    'on: manual',
    'roles: { maker: { agent: command, run: make } }',
    'checks: { tests: npm test }',
    'goal: checks.tests.passed',
    `gates: ${gates}`,
    more,
  ].join('\n');

const right: Files = { 'src/a.js': 'right' };
const shop: Workshop = { make: () => right, checks: { tests: (files) => (files['src/a.js'] ?? '').includes('right') } };

const asBranch = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });
const branch = (gates: string, options: Options = {}, more: Workshop = {}) =>
  work(loopWith(gates, 'deliver: { as: branch }'), { ...shop, ...more }, { start: asBranch, ...options });
const merge = (gates: string, options: Options = {}, more: Workshop = {}) =>
  work(loopWith(gates), { ...shop, ...more }, options);

const approves = (gate: string, by: Identity): PersonSays => ({ kind: 'approve', gate, by });
const rejects = (by: Identity): PersonSays => ({ kind: 'reject', reason: 'no', by });
const edited: PersonSays = { kind: 'edited', by: ada };

describe('a gate before an item', () => {
  const items: readonly Item[] = ['a', 'b'].map((key) => ({ id: key, key, data: { key, size: key === 'a' ? 1 : 9 } }));
  const itemsLoop = (gate: string) =>
    loopWith(`{ go: { before: item${gate} } }`, 'items: { from: { run: list } }\ndeliver: { as: branch }');
  const run = (gate: string, says: Options['says']) =>
    work(itemsLoop(gate), { ...shop, items }, { start: asBranch, ...(says && { says }) });

  it('keeps it from being begun until somebody says yes', async () => {
    const { outcome, durable } = await run('', { a: [approves('go', ada)] });
    expect(outcome).toEqual({ status: 'waiting', reason: 'b/gate/go/0/1' });
    expect(durable.done.filter((key) => key.startsWith('b/'))).toEqual([]);
    expect(durable.done).toContain('a/deliver/1/publish');
  });

  it('ends the item, and no other, when somebody says no', async () => {
    const { outcome, concluded } = await run('', { a: [rejects(bob)], b: [approves('go', ada)] });
    expect(outcome).toMatchObject({ status: 'delivered', reason: 'Of 2 items 1 delivered, 1 rejected.' });
    expect(concluded.find(({ item }) => item === 'a')?.outcome).toEqual({
      status: 'rejected',
      reason: 'Rejected by Bob: no',
    });
  });

  it('asks only where its condition holds', async () => {
    const { outcome } = await run(', when: item.size > 5', {});
    expect(outcome.reason).toBe('b/gate/go/0/1');
  });

  it('asks where its condition cannot be worked out', async () => {
    const { durable } = await run(', when: item.nothing > 5', {});
    expect(durable.events.filter(({ event }) => event.type === 'signal.awaited')).toHaveLength(2);
  });

  it('waits for as many different people as it says, of those who may', async () => {
    const gate = ', approvals: 2, approvers: [ada@example.com, Bob@Example.com]';
    const others = { b: [rejects(ada)] };
    const waits = async (...by: readonly Identity[]) =>
      (await run(gate, { ...others, a: by.map((one) => approves('go', one)) })).outcome.status === 'waiting';
    expect(await waits(ada)).toBe(true);
    expect(await waits(ada, ada)).toBe(true);
    expect(await waits(ada, { ...ada, name: 'Somebody', email: 'ADA@example.com' })).toBe(true);
    expect(await waits(ada, eve)).toBe(true);
    expect(await waits(ada, eve, bob)).toBe(false);
  });

  it('does not take the word for another gate for its own', async () => {
    const { outcome } = await run('', { a: [approves('other', ada)], b: [rejects(ada)] });
    expect(outcome.reason).toBe('a/gate/go/0/2');
  });

  it.each([
    ['reject', 'Of 2 items 2 rejected.'],
    ['approve', 'Of 2 items 2 delivered.'],
  ])('after its time: %s', async (onTimeout, reason) => {
    const { outcome, durable, concluded } = await run(`, timeout-hours: 24, on-timeout: ${onTimeout}`, {});
    expect(outcome.reason).toBe(reason);
    expect(durable.events.at(-1)?.at).toBeGreaterThanOrEqual(asBranch.startedAt + 24 * hour);
    if (onTimeout === 'reject') {
      expect(concluded[0]?.outcome.reason).toBe('Nobody decided at the gate go within 24 hours.');
    }
  });

  it('one approval does not stretch the time of the second', async () => {
    const gate = ', approvals: 2, timeout-hours: 2';
    const late = [{ silentFor: hour }, approves('go', ada), { silentFor: 2 * hour }];
    const { outcome, concluded } = await run(gate, { a: late, b: [rejects(ada)] });
    expect(outcome.reason).toBe('Of 2 items 2 rejected.');
    expect(concluded.find(({ item }) => item === 'a')?.outcome.reason).toBe(
      'Nobody decided at the gate go within 2 hours.',
    );
  });
});

describe('a gate before spending', () => {
  const costly: Workshop = {
    ...shop,
    make: (_, { number }) => ({
      files: { 'src/a.js': number === 4 ? 'right' : `attempt ${number}` },
      said: { usage: usage(1000, 1) },
    }),
  };

  it('asks when the cost has reached what it says, and once', async () => {
    const gate = '{ money: { before: spend, when: run.cost_usd >= 2.0 } }';
    const waiting = await branch(gate, {}, costly);
    expect(waiting.outcome).toEqual({ status: 'waiting', reason: 'default/gate/money/3/1' });
    expect(waiting.makes).toHaveLength(2);
    const { outcome, makes } = await branch(gate, { says: [approves('money', ada)] }, costly);
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(4);
  });

  it('asks when the cost is not known', async () => {
    const { outcome, makes } = await branch(
      '{ money: { before: spend, when: run.cost_usd >= 2.0 } }',
      {},
      {
        ...costly,
        make: (files) => files,
      },
    );
    expect(outcome.reason).toBe('default/gate/money/2/1');
    expect(makes).toHaveLength(1);
  });

  it('ends the work where somebody says no, and tells how far it came', async () => {
    const { outcome, concluded } = await branch(
      '{ money: { before: spend, when: run.iteration >= 3 } }',
      { says: [rejects(bob)] },
      costly,
    );
    expect(outcome).toEqual({ status: 'rejected', reason: 'Rejected by Bob: no' });
    expect(concluded[0]?.iterations).toBe(2);
  });

  it('several ask one after the other', async () => {
    const gates = '{ one: { before: spend }, two: { before: spend, when: "!checks.tests.passed" } }';
    expect((await branch(gates, { says: [approves('one', ada)] })).outcome.reason).toBe('default/gate/two/1/1');
    expect((await branch(gates, { says: [approves('one', ada), approves('two', ada)] })).outcome.status).toBe(
      'delivered',
    );
  });
});

describe('gates before a change is delivered', () => {
  it('as a branch: nobody is asked without one', async () => {
    expect((await branch('{}')).outcome.status).toBe('delivered');
  });

  it('as a branch: somebody who may says yes', async () => {
    const gate = '{ owner: { approvers: [bob@example.com] } }';
    expect((await branch(gate)).outcome).toEqual({ status: 'waiting', reason: 'default/wait/1' });
    expect((await branch(gate, { says: [lands(right)] })).outcome.status).toBe('waiting');
    expect((await branch(gate, { says: [lands(right), lands(right, bob)] })).outcome.status).toBe('delivered');
  });

  it('as a branch: only where the change is large', async () => {
    const gate = '{ large: { when: diff.lines > 3 } }';
    expect((await branch(gate)).outcome.status).toBe('delivered');
    const large = { make: () => ({ 'src/a.js': 'right\n1\n2\n3' }) };
    expect((await branch(gate, {}, large)).outcome.status).toBe('waiting');
  });

  it('one before delivering holds up a merge too', async () => {
    const gate = '{ two: { before: deliver, approvals: 2 } }';
    expect((await merge(gate, { says: [lands(right)] })).outcome.status).toBe('waiting');
  });

  it('as a merge: two different people, each about this very content', async () => {
    const gate = '{ two: { before: merge, approvals: 2 } }';
    const lots = async (...says: readonly PersonSays[]) => (await merge(gate, { says })).outcome.status;
    expect(await lots(lands(right, ada))).toBe('waiting');
    expect(await lots(lands(right, ada), lands(right, ada))).toBe('waiting');
    expect(await lots(lands(right, ada), lands(right, bob, { tree: 'f'.repeat(40) }))).toBe('waiting');
    expect(await lots(lands(right, ada), lands(right, bob, { definition: 'sha256:other' }))).toBe('waiting');
    expect(await lots(lands(right, ada), lands(right, bob))).toBe('delivered');
  });

  it('is closed again by an edit: what was approved is not what would land', async () => {
    const gate = '{ two: { before: merge, approvals: 2 } }';
    const better: Files = { 'src/a.js': 'right, better' };
    const lots = async (...says: readonly PersonSays[]) =>
      (await merge(gate, { says }, { edits: [better] })).outcome.status;
    expect(await lots(lands(right, ada), edited, lands(better, bob))).toBe('waiting');
    expect(await lots(lands(right, ada), edited, lands(right, bob))).toBe('waiting');
    expect(await lots(lands(right, ada), edited, lands(better, bob), lands(better, ada))).toBe('delivered');
  });

  it('is asked about the edited change: one that grew large asks more people', async () => {
    const gate = '{ large: { before: merge, when: diff.lines > 3, approvals: 2 } }';
    const larger: Files = { 'src/a.js': 'right\n1\n2\n3' };
    expect((await merge(gate, { says: [lands(right)] })).outcome.status).toBe('delivered');
    const says = [edited, lands(larger)];
    expect((await merge(gate, { says }, { edits: [larger] })).outcome.status).toBe('waiting');
    expect((await merge(gate, { says: [...says, lands(larger, bob)] }, { edits: [larger] })).outcome.status).toBe(
      'delivered',
    );
  });

  it('an edit that breaks the checks does not land, whoever approves', async () => {
    const broken: Files = { 'src/a.js': 'wrong again' };
    const { outcome } = await merge('{}', { says: [edited, lands(broken), lands(broken, bob)] }, { edits: [broken] });
    expect(outcome.status).toBe('waiting');
  });

  it('an edit of a change that waits at a gate of a branch is delivered when it is approved', async () => {
    const better: Files = { 'src/a.js': 'right, better' };
    const options = { says: [edited, lands(better)] };
    const { outcome, delivered } = await branch('{ owner: {} }', options, { edits: [better] });
    expect(outcome.status).toBe('delivered');
    expect(delivered).toEqual(better);
  });

  it.each([
    ['reject', 'branch', 'rejected'],
    ['approve', 'branch', 'delivered'],
    ['reject', 'merge', 'rejected'],
    // Nothing is merged by itself, whatever the loop says.
    ['approve', 'merge', 'waiting'],
  ] as const)('after its time: %s, as a %s: %s', async (onTimeout, as, status) => {
    const gate = `{ owner: { timeout-hours: 8, on-timeout: ${onTimeout} } }`;
    const { outcome } = await (as === 'branch' ? branch(gate) : merge(gate));
    expect(outcome.status).toBe(status);
    if (status === 'rejected') expect(outcome.reason).toBe('Nobody decided at the gate owner within 8 hours.');
  });

  it('the earliest time counts, and one that lets through leaves the other', async () => {
    const gates = '{ soon: { timeout-hours: 1, on-timeout: approve }, late: { timeout-hours: 5 } }';
    const { outcome, durable } = await branch(gates);
    expect(outcome).toEqual({ status: 'rejected', reason: 'Nobody decided at the gate late within 5 hours.' });
    expect(durable.events.filter(({ event }) => event.type === 'signal.expired')).toHaveLength(2);
  });

  it('a time-out that comes as somebody approves does not undo it', async () => {
    const { outcome } = await branch('{ owner: { timeout-hours: 8 } }', {
      says: [{ silentFor: 7 * hour }, lands(right)],
    });
    expect(outcome.status).toBe('delivered');
  });
});

describe('understanding together with approvals', () => {
  const understand = { questions: 1, pass: 1 };
  const asBranchToo = { ...asBranch, understand };
  const asMerge = startOf({ understand });
  const gate = '{ two: { before: deliver, approvals: 2 } }';

  it('needs both, in any order', async () => {
    const yes = answers(right, true, 'p');
    for (const says of [
      [yes, lands(right, ada), lands(right, bob)],
      [lands(right, ada), yes, lands(right, bob)],
    ]) {
      expect((await merge(gate, { says, start: asMerge })).outcome.status).toBe('delivered');
      expect((await branch(gate, { says, start: asBranchToo })).outcome.status).toBe('delivered');
    }
    for (const says of [
      [lands(right, ada), lands(right, bob)],
      [answers(right, false, 'p'), lands(right, ada), lands(right, bob)],
      [yes, lands(right, ada)],
    ]) {
      expect((await merge(gate, { says, start: asMerge })).outcome.status).toBe('waiting');
      expect((await branch(gate, { says, start: asBranchToo })).outcome.status).toBe('waiting');
    }
  });

  it('is asked anew after an edit', async () => {
    const better: Files = { 'src/a.js': 'right, better' };
    const says = [answers(right, true, 'p'), edited, lands(better, ada)];
    expect((await merge('{}', { says, start: asMerge }, { edits: [better] })).outcome.status).toBe('waiting');
    const again = [...says, answers(better, true, 'q'), lands(better, ada)];
    expect((await merge('{}', { says: again, start: asMerge }, { edits: [better] })).outcome.status).toBe('delivered');
  });
});

describe('a stop at a gate', () => {
  it.each(['default/gate/go/1/1', 'default/wait/1'])('before %s', async (stopBefore) => {
    const { outcome, durable } = await branch('{ go: { before: spend }, out: {} }', {
      stopBefore,
      says: [approves('go', ada)],
    });
    expect(outcome).toEqual({ status: 'stopped', reason: 'Stopped by a person.' });
    expect(durable.done.at(-1)).toMatch(/conclude|reclaim/);
  });
});
