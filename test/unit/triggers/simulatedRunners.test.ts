import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../../src/model/firing.ts';
import { Disk, daily, loopWith, Machine, openTriggers } from './simulated.ts';

const hourly = (rest: Record<string, unknown> = {}) =>
  loopWith({ ...daily('0 * * * *', { missed: 'run-once' }), ...rest });
const told = (loop: string, id: string, at = 0) => ({
  loop,
  trigger: { kind: 'webhook', id: `webhook:${loop}:${id}`, at, about: id } satisfies Trigger,
});

describe('two runners on one repository', () => {
  it('start one run for each time, whichever is first', async () => {
    const disk = new Disk();
    const machine = new Machine('2026-06-01T00:30Z', disk);
    machine.enable(hourly());
    const both = [await openTriggers(machine), await openTriggers(machine)];
    await machine.until('2026-06-03T00:30Z', both);
    expect(machine.begun).toHaveLength(48);
    const ids = [...disk.runs.values()].map(({ order }) => order.trigger.id);
    expect(new Set(ids).size).toBe(48);
    for (const one of both) await one.close();
    // And whoever comes after them reads receipts of both, and starts nothing again.
    const after = await openTriggers(machine);
    expect(machine.begun).toHaveLength(48);
    await after.close();
  });

  it('give the same firing the same run, and different firings of one moment different ones', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    for (let i = 0; i < 20; i++) machine.enable(loopWith({ name: `loop-${i}`, ...daily('0 6 * * *') }));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T07:00Z', triggers);
    expect(machine.disk.runs.size).toBe(20);
    expect([...machine.disk.runs.keys()].every((id) => /^20260601-060000-[a-z2-9]{6}$/.test(id))).toBe(true);
    await triggers.close();
  });
});

describe('a runner that is killed', () => {
  it.each([
    ['before the first receipt', 1],
    ['between the receipt and the start, or before it is told', 2],
  ])('%s: the next one starts the run, once', async (_, crashAt) => {
    const disk = new Disk();
    const loop = hourly();
    const first = new Machine('2026-06-01T00:30Z', disk);
    first.enable(loop);
    const before = await openTriggers(first);
    let written = 0;
    first.beforeReceipt = () => {
      if (++written >= crashAt) throw new Error('killed');
    };
    await first.until('2026-06-01T01:00Z', before);
    await before.close();
    expect(disk.receipts).toHaveLength(crashAt - 1);
    const second = new Machine('2026-06-01T01:01Z', disk);
    second.enable(loop, Date.parse('2026-06-01T00:30Z'));
    const after = await openTriggers(second);
    expect(second.begun).toEqual(['2026-06-01T01:00']);
    expect(disk.receipts.map(({ became }) => became)).toEqual(['queued', 'started']);
    expect(disk.receipts.at(-1)?.run).toBe([...disk.runs.keys()][0]);
    await after.close();
  });

  it('takes up what waited, and refuses it where the loop is not enabled any more', async () => {
    const disk = new Disk();
    const first = new Machine('2026-06-01T00:30Z', disk);
    first.runsEndAtOnce = false;
    first.enable(hourly());
    const before = await openTriggers(first);
    await first.until('2026-06-01T02:30Z', before);
    expect(first.became()).toEqual(['2026-06-01T01:00 started', '2026-06-01T02:00 queued']);
    await before.close();
    const second = new Machine('2026-06-01T02:31Z', disk);
    [...disk.runs.keys()].map((run) => second.end(run));
    const after = await openTriggers(second);
    expect(second.became().at(-1)).toBe('2026-06-01T02:00 refused');
    expect(disk.receipts.at(-1)?.why).toBe('nightly is not enabled any more.');
    await after.close();
  });

  it('has a full disk: starts nothing without a receipt, and tries again in a minute', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(hourly());
    const triggers = await openTriggers(machine);
    machine.beforeReceipt = () => {
      throw new Error('ENOSPC');
    };
    await machine.until('2026-06-01T01:05Z', triggers);
    expect(machine.begun).toEqual([]);
    expect(machine.warnings.length).toBeGreaterThan(2);
    expect(machine.warnings.length).toBeLessThan(8);
    machine.beforeReceipt = () => undefined;
    await machine.until('2026-06-01T01:10Z', triggers);
    expect(machine.begun).toEqual(['2026-06-01T01:00']);
    await triggers.close();
  });
});

describe('runs of one group', () => {
  async function busy(rest: Record<string, unknown> = {}) {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.runsEndAtOnce = false;
    machine.enable(hourly(rest));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T03:30Z', triggers);
    const [run = ''] = machine.disk.runs.keys();
    return { machine, triggers, run };
  }

  it('wait for one another, and only the newest is kept', async () => {
    const { machine, triggers, run } = await busy();
    expect(machine.became()).toEqual([
      '2026-06-01T01:00 started',
      '2026-06-01T02:00 replaced',
      '2026-06-01T03:00 queued',
    ]);
    machine.end(run);
    await triggers.runsChanged();
    expect(machine.became().at(-1)).toBe('2026-06-01T03:00 started');
    expect(machine.stopped).toEqual([]);
    await triggers.close();
  });

  it('do not wait for one that waits for people', async () => {
    const { machine, triggers, run } = await busy();
    const waiting = machine.disk.runs.get(run);
    if (waiting !== undefined) waiting.isWorking = false;
    await triggers.runsChanged();
    expect(machine.begun).toHaveLength(2);
    await triggers.close();
  });

  it('stop the one that works, once, where the loop says so', async () => {
    const { machine, triggers, run } = await busy({ concurrency: { 'cancel-in-progress': true } });
    expect(machine.stopped).toEqual([run]);
    expect(machine.begun).toHaveLength(1);
    machine.end(run);
    await triggers.runsChanged();
    expect(machine.begun).toEqual(['2026-06-01T01:00', '2026-06-01T03:00']);
    await triggers.close();
  });

  it('are of several loops where they name the group', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.runsEndAtOnce = false;
    for (const name of ['one', 'two']) {
      machine.enable(loopWith({ name, on: { webhook: { path: '/x', secret: 'X' } }, concurrency: { group: 'db' } }));
    }
    machine.enable(loopWith({ name: 'free', on: { webhook: { path: '/x', secret: 'X' } } }));
    const triggers = await openTriggers(machine);
    await triggers.fire([told('one', 'a', 1), told('two', 'b', 2), told('free', 'c', 3), told('one', 'd', 4)]);
    expect(machine.runs().map(({ group }) => group)).toEqual(['group:db', 'loop:free']);
    expect(triggers.waiting.map(({ trigger }) => trigger.about)).toEqual(['d']);
    await triggers.close();
  });
});

describe('limits of a day', () => {
  it('refuse what is over them, with a receipt, until midnight of the machine', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(hourly({ budget: { 'per-day': { 'max-runs': 4 } } }));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-02T02:30Z', triggers);
    expect(machine.begun.filter((at) => at.startsWith('2026-06-01'))).toHaveLength(4);
    expect(machine.begun.filter((at) => at.startsWith('2026-06-02'))).toHaveLength(3);
    const refused = machine.disk.receipts.filter(({ became }) => became === 'refused');
    expect(refused).toHaveLength(19);
    expect(refused[0]?.why).toBe('4 runs of nightly began today, which is its limit (budget.per-day.max-runs).');
    expect(machine.raised).toEqual([]);
    await triggers.close();
  });

  it('of the repository count all loops, and the runs that people began', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.repositoryRuns = 3;
    machine.enable(hourly());
    const triggers = await openTriggers(machine);
    const byHand = { kind: 'manual', id: 'manual:1', at: machine.now(), about: '' } as const;
    await triggers.beginByHand('by-hand', byHand, async () => 'r1');
    await triggers.settled;
    await machine.until('2026-06-01T05:30Z', triggers);
    expect(machine.begun).toHaveLength(2);
    expect(await triggers.limitReached('by-hand', undefined)).toMatch(/^3 runs began today, .* of the repository/);
    expect(await triggers.limitReached('by-hand', 1)).toMatch(/^1 run of by-hand began today/);
    await triggers.close();
    // A new runner counts them too.
    const again = await openTriggers(machine);
    expect(await again.limitReached('nightly', 5)).toMatch(/of the repository/);
    await again.close();
  });
});

describe('a definition that is not the one that was enabled', () => {
  it('starts nothing, and says so once for each definition', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.held = [{ name: 'nightly', base: 'refs/heads/main', found: 'sha256:2', why: 'It has changed.' }];
    const triggers = await openTriggers(machine);
    await triggers.reload();
    await triggers.fire([told('nightly', 'a')]);
    await machine.until('2026-06-01T05:30Z', triggers);
    expect(machine.begun).toEqual([]);
    expect(machine.raised).toMatchObject([{ id: 'held:nightly', kind: 'held', actions: ['enable', 'dismiss'] }]);
    expect(machine.disk.receipts.map(({ became }) => became)).toEqual(['held']);
    machine.held = [{ name: 'nightly', base: 'refs/heads/main', found: 'sha256:3', why: 'It has changed.' }];
    await triggers.reload();
    expect(machine.raised).toHaveLength(2);
    await triggers.close();
    const again = await openTriggers(machine);
    expect(machine.raised).toHaveLength(2);
    await again.close();
  });

  it('is put back: what was missed meanwhile is made up for', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(hourly());
    const { armed } = machine;
    const triggers = await openTriggers(machine);
    machine.armed = [];
    await triggers.reload();
    await machine.until('2026-06-01T04:30Z', triggers);
    expect(machine.begun).toEqual([]);
    machine.armed = armed;
    await triggers.reload();
    expect(machine.begun).toEqual(['2026-06-01T04:00']);
    await triggers.close();
  });

  it('cannot start: says why, with an entry in the inbox', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(hourly());
    machine.refusal = { code: 'no-target', message: 'There is no branch main to land on.' };
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T01:30Z', triggers);
    expect(machine.raised).toMatchObject([
      { id: 'failure:nightly:start:no-target', why: 'There is no branch main to land on.' },
    ]);
    expect(machine.disk.receipts.map(({ became }) => became)).toEqual(['queued', 'refused']);
    await triggers.close();
  });
});
