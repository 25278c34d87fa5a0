import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import { person, startOf } from './scene.ts';
import { type Files, type Options, type Workshop, work } from './workshop.ts';

/** What a stalled loop tries, step by step. */
const stalling = (escalate: string, head = ''): string =>
  [
    'name: tidy',
    'on: manual',
    'roles: { maker: { agent: command, run: make, model: small, effort: low } }',
    'checks: { tests: npm test }',
    `goal: { until: checks.tests.passed, stall: { after: 2 }, escalate: ${escalate} }`,
    'budget: { max-iterations: 1000, timeout-minutes: 10080 }',
    'deliver: { as: branch }',
    head,
  ].join('\n');

const start = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });

const idle: Workshop = { make: (files) => files, checks: { tests: () => false } };
const run = (loop: string, shop: Workshop, options: Options = {}) => work(loop, shop, { start, ...options });
const says = (note: string): PersonSays => ({ kind: 'continue', note, by: person });

describe('stalled work is escalated, step by step', () => {
  it('and gives up after the last step', async () => {
    const { outcome, makes } = await run(stalling('[{ model: large }, { effort: high }, { session: fresh }]'), idle);
    expect(makes.map(({ model, effort, session }) => [model, effort, session.slice(-1)])).toEqual([
      ['small', 'low', '1'],
      ['small', 'low', '1'],
      ['large', 'low', '1'],
      ['large', 'low', '1'],
      ['large', 'high', '1'],
      ['large', 'high', '1'],
      ['large', 'high', '2'],
      ['large', 'high', '2'],
    ]);
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(/^Stalled: nothing got better in 2 passes\. The change is empty/);
  });

  it('and goes on as soon as one of them helps', async () => {
    const { outcome, makes } = await run(stalling('[{ effort: high }, { model: large }]'), {
      make: (files, { input }) => (input.model === 'large' ? { 'src/a.js': 'right' } : files),
      checks: { tests: (files) => files['src/a.js'] === 'right' },
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(5);
  });

  it('with a fresh session that is told what was tried', async () => {
    const { told, makes } = await run(stalling('[{ session: fresh }]'), idle);
    expect(told[2]).toMatch(
      /^Earlier attempts got no further\. Do not repeat them; look for another way\.\n\n[\s\S]*The change is empty/,
    );
    expect(new Set(makes.map(({ session }) => session)).size).toBe(2);
    expect(told[3]).not.toMatch(/^Earlier attempts/);
  });

  it('with several attempts from the same place, of which the best goes on', async () => {
    const words = ['worst', 'right', 'bad'];
    const { outcome, durable, delivered, makes } = await run(stalling('[{ best-of: 3 }]'), {
      make: (files, { key }) => {
        const go = /best\/(\d)/.exec(key)?.[1];
        if (go === undefined) return files;
        expect(files).toEqual({ 'src/a.js': 'wrong' });
        return { 'src/a.js': words[Number(go) - 1] ?? '' };
      },
      checks: {
        tests: (files) => (files['src/a.js'] === 'right' ? [] : files['src/a.js'] === 'bad' ? ['a'] : ['a', 'b']),
      },
    });
    expect(outcome.status).toBe('delivered');
    expect(delivered).toEqual({ 'src/a.js': 'right' });
    expect(makes.slice(2).map(({ session }) => session)).toEqual([
      'run-1/default/maker/1-3/best/1',
      'run-1/default/maker/1-3/best/2',
      'run-1/default/maker/1-3/best/3',
    ]);
    expect(durable.done.filter((key) => key.includes('discard'))).toEqual([
      'default/3/best/2/begin/discard',
      'default/3/best/3/begin/discard',
      'default/3/best/chosen/discard',
    ]);
  });

  it('and the best of several is a step forward, where the rest is not', async () => {
    const all = ['a', 'b', 'c', 'd'];
    const loop = stalling('[{ best-of: 2 }]')
      .replace('{ tests: npm test }', '{ a: a, b: b, c: c, d: d }')
      .replace('checks.tests.passed', '"checks.all(c, c.passed)"');
    const { outcome, makes } = await run(loop, {
      make: (files, { key, number }) => {
        const done = Number(files['done'] ?? '0');
        if (!key.includes('best')) return files;
        return { ...files, done: key.endsWith('2/make') ? String(done + 1) : '0', pass: String(number) };
      },
      checks: Object.fromEntries(all.map((id, n) => [id, (files: Files) => n < Number(files['done'] ?? '0')])),
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(2 + 2 * 4);
  });

  it('stops trying further attempts when the budget is used up', async () => {
    const overBudget = 'The budget of the run is used up.';
    const { outcome, makes } = await run(stalling('[{ best-of: 8 }]'), {
      make: (files, { key }) => (key.includes('best/2') ? { files, said: { status: 'failed', overBudget } } : files),
      checks: { tests: () => false },
    });
    expect(outcome).toEqual({ status: 'gave-up', reason: overBudget });
    expect(makes).toHaveLength(4);
  });
});

describe('a person is asked last', () => {
  it('and may let it go on, with a note for the maker', async () => {
    const { outcome, told, inbox, settled } = await run(
      stalling('[person]'),
      {
        make: (files, { input }) => (input.feedback.includes('the other file') ? { 'src/a.js': 'right' } : files),
        checks: { tests: (files: Files) => files['src/a.js'] === 'right' },
      },
      { says: [says('Look at the other file.')] },
    );
    expect(outcome.status).toBe('delivered');
    expect(told[2]).toMatch(/^Ada says: Look at the other file\.\n\n/);
    expect(inbox).toMatchObject([{ kind: 'escalation', title: 'tidy is stalled', actions: ['continue', 'reject'] }]);
    expect(settled).toEqual([inbox[0]?.id]);
  });

  it('and may reject it', async () => {
    const reject: PersonSays = { kind: 'reject', reason: 'not worth it', by: person };
    const { outcome, settled, makes } = await run(stalling('[person]'), idle, { says: [reject] });
    expect(outcome).toEqual({ status: 'rejected', reason: 'Rejected by Ada: not worth it' });
    expect(settled).toHaveLength(1);
    expect(makes).toHaveLength(2);
  });

  it('waits as long as nobody answers, and what others mean is no answer', async () => {
    const approve: PersonSays = { kind: 'approve', gate: 'x', by: person };
    const { outcome } = await run(stalling('[person]'), idle, { says: [approve] });
    expect(outcome).toEqual({ status: 'waiting', reason: 'default/ask/2/2' });
  });

  it('as often as the loop says, and then it ends', async () => {
    const { outcome, makes } = await run(stalling('[person, person]'), idle, {
      says: [says('go on'), says('once more')],
    });
    expect(outcome.reason).toMatch(/^Stalled/);
    expect(makes).toHaveLength(6);
  });

  it('and the wait does not count as working time', async () => {
    const loop = stalling('[person]').replace('10080', '60');
    const { outcome } = await run(
      loop,
      { ...idle, minutes: { make: 10 } },
      { says: [{ silentFor: 86_400_000 }, says('go on')] },
    );
    expect(outcome.reason).toMatch(/^Stalled/);
  });
});
