import { describe, expect, it } from 'vitest';
import { Disk, daily, loopWith, Machine, openTriggers } from './simulated.ts';

const every = (cron: string, missed: string, rest: Record<string, unknown> = {}) =>
  loopWith({ ...daily(cron, { missed }), ...rest });

describe('a year by a simulated clock', () => {
  it('starts each loop once for each time, also over both changes of the clocks, and has nothing else to do', async () => {
    const machine = new Machine('2026-01-01T00:00Z');
    const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe'];
    zones.forEach((timezone, i) => {
      const name = `in-${['a', 'b', 'c'][i]}`;
      machine.enable(loopWith({ name, ...daily('30 1 * * *', { timezone, missed: 'run-all' }) }));
    });
    const triggers = await openTriggers(machine);
    const before = performance.now();
    await machine.until('2027-01-01T00:00Z', triggers);
    const took = performance.now() - before;
    expect(machine.rings).toBeGreaterThanOrEqual(365 * 24 * 60);
    for (const name of ['in-a', 'in-b', 'in-c']) {
      const runs = [...machine.disk.runs.values()].filter(({ order }) => order.loop.name === name);
      expect(runs).toHaveLength(365);
      expect(new Set(runs.map(({ order }) => order.trigger.id)).size).toBe(365);
    }
    expect(machine.disk.receipts).toHaveLength(2 * 3 * 365);
    expect(machine.raised).toEqual([]);
    expect(machine.begun.filter((at) => at.startsWith('2026-03-29'))).toContain('2026-03-29T01:00');
    console.log(`a year of three schedules: ${machine.rings} looks at the clock in ${Math.round(took)} ms`);
    await triggers.close();
  });

  it('sets no timer where nothing waits for a time', async () => {
    const machine = new Machine('2026-01-01T00:00Z');
    machine.enable(loopWith({ on: { push: { branches: ['main'] } } }));
    const triggers = await openTriggers(machine);
    await machine.until('2026-02-01T00:00Z', triggers);
    expect(machine.rings).toBe(0);
    await triggers.close();
  });
});

describe('a machine that slept for 19 hours', () => {
  async function sleepy(missed: string, cron = '0 * * * *', rest: Record<string, unknown> = {}) {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(every(cron, missed, rest));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T02:30Z', triggers);
    machine.setClock('2026-06-01T21:30Z');
    await machine.until('2026-06-01T22:30Z', triggers);
    await triggers.close();
    return machine;
  }

  it('starts nothing for what was missed with `skip`, and says so', async () => {
    const machine = await sleepy('skip');
    expect(machine.begun).toEqual(['2026-06-01T01:00', '2026-06-01T02:00', '2026-06-01T22:00']);
    expect(machine.became().filter((line) => line.endsWith('missed'))).toHaveLength(19);
    expect(machine.raised).toMatchObject([{ id: 'missed:nightly', kind: 'missed', title: 'nightly: 19 runs missed' }]);
  });

  it('starts one run for all with `run-once`, the newest, without a word in the inbox', async () => {
    const machine = await sleepy('run-once');
    expect(machine.begun).toEqual(['2026-06-01T01:00', '2026-06-01T02:00', '2026-06-01T21:00', '2026-06-01T22:00']);
    expect(machine.became().filter((line) => line.endsWith('missed'))).toHaveLength(18);
    expect(
      machine.disk.receipts.find(({ trigger }) => trigger.id.endsWith(`:${Date.parse('2026-06-01T21:00Z')}`))?.why,
    ).toBe('Starts 31 minutes late.');
    expect(machine.raised).toEqual([]);
  });

  it('starts one for each with `run-all`', async () => {
    const machine = await sleepy('run-all');
    expect(machine.begun).toHaveLength(22);
    expect(machine.became().every((line) => line.endsWith('started'))).toBe(true);
  });

  it('makes up for 24 at most, and tells of the others in one receipt', async () => {
    const machine = await sleepy('run-all', '*/5 * * * *');
    const late = machine.disk.receipts.filter(({ became, why }) => became === 'started' && why.includes('late'));
    // And the newest, which is in time.
    expect(late).toHaveLength(23);
    const [missed, ...others] = machine.disk.receipts.filter(({ became }) => became === 'missed');
    expect(others).toEqual([]);
    expect(missed?.trigger.about).toBe('*/5 * * * * from 2026-06-01 02:35 to 2026-06-01 19:30');
  });

  it('looks at the clock a minute after it wakes', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(every('0 6 * * *', 'run-once'));
    const triggers = await openTriggers(machine);
    machine.setClock('2026-06-01T07:30Z');
    await machine.until('2026-06-01T07:31Z', triggers);
    expect(machine.begun).toEqual(['2026-06-01T06:00']);
    await triggers.close();
  });

  it('begins the runs of `run-all` one after another where each takes its time', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.runsEndAtOnce = false;
    machine.enable(every('0 * * * *', 'run-all'));
    const triggers = await openTriggers(machine);
    machine.setClock('2026-06-01T05:30Z');
    await machine.until('2026-06-01T05:40Z', triggers);
    for (let done = 0; done < 5; done++) {
      expect(machine.runs()).toHaveLength(1);
      machine.end(machine.runs()[0]?.run ?? '');
      await triggers.runsChanged();
    }
    expect(machine.begun).toHaveLength(5);
    await triggers.close();
  });
});

describe('a runner that was off', () => {
  it('takes up where the receipts end, whoever wrote them', async () => {
    const disk = new Disk();
    const first = new Machine('2026-06-01T00:00Z', disk);
    const loop = every('0 6 * * *', 'run-once');
    first.enable(loop);
    const before = await openTriggers(first);
    await first.until('2026-06-02T12:00Z', before);
    await before.close();
    const second = new Machine('2026-06-05T12:00Z', disk);
    second.enable(loop, Date.parse('2026-06-01T00:00Z'));
    const after = await openTriggers(second);
    expect(second.begun).toEqual(['2026-06-01T06:00', '2026-06-02T06:00', '2026-06-05T06:00']);
    await after.close();
    const third = new Machine('2026-06-05T12:01Z', disk);
    third.enable(loop, Date.parse('2026-06-01T00:00Z'));
    await (await openTriggers(third)).close();
    expect(third.begun).toHaveLength(3);
  });

  it('counts from when the loop was enabled', async () => {
    const machine = new Machine('2026-06-05T12:00Z');
    machine.enable(every('0 6 * * *', 'run-all'));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-05T13:00Z', triggers);
    expect(machine.disk.receipts).toEqual([]);
    await triggers.close();
  });
});

describe('a clock that jumps', () => {
  it('back: starts nothing twice, and goes on from there', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(every('0 * * * *', 'run-all'));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T05:30Z', triggers);
    expect(machine.begun).toHaveLength(5);
    machine.setClock('2026-06-01T02:30Z');
    await machine.until('2026-06-01T05:30Z', triggers);
    expect(machine.begun).toHaveLength(5);
    await machine.until('2026-06-01T06:30Z', triggers);
    expect(machine.begun).toHaveLength(6);
    expect(machine.became().filter((line) => line.endsWith('missed'))).toEqual([]);
    await triggers.close();
  });

  it('back by an instant just after a firing: does not fire it again', async () => {
    const machine = new Machine('2026-06-01T05:59Z');
    machine.enable(every('0 6 * * *', 'run-once'));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T06:00Z', triggers);
    await triggers.settled;
    machine.setClock(Date.parse('2026-06-01T06:00Z') - 40);
    await machine.until('2026-06-01T06:30Z', triggers);
    expect(machine.begun).toEqual(['2026-06-01T06:00']);
    expect(machine.disk.receipts).toHaveLength(2);
    await triggers.close();
  });

  it('forward by four years and back: misses once, and is not silent until then', async () => {
    const machine = new Machine('2026-06-01T00:00Z');
    machine.enable(every('0 6 * * *', 'run-once'));
    const triggers = await openTriggers(machine);
    await machine.until('2026-06-01T12:00Z', triggers);
    machine.setClock('2030-06-01T12:00Z');
    await machine.until('2030-06-01T12:05Z', triggers);
    expect(machine.begun).toEqual(['2026-06-01T06:00', '2030-06-01T06:00']);
    // 23 one by one, and one receipt for the four years before.
    expect(machine.became().filter((line) => line.endsWith('missed'))).toHaveLength(24);
    machine.setClock('2026-06-01T12:10Z');
    await machine.until('2026-06-03T12:00Z', triggers);
    expect(machine.begun.slice(0, 3)).toEqual(['2026-06-01T06:00', '2026-06-02T06:00', '2026-06-03T06:00']);
    await triggers.close();
    // A new runner finds receipts of a time that has not come, and is not misled by them either.
    const later = new Machine('2026-06-04T12:00Z', machine.disk);
    later.enable(every('0 6 * * *', 'run-once'), Date.parse('2026-06-01T00:00Z'));
    const again = await openTriggers(later);
    expect(later.begun).toContain('2026-06-04T06:00');
    expect(later.begun).toHaveLength(5);
    await again.close();
  });

  it('does not fire again what a clock that ran ahead has fired', async () => {
    const machine = new Machine('2026-06-01T00:30Z');
    machine.enable(every('0 * * * *', 'run-all'));
    const triggers = await openTriggers(machine);
    machine.setClock('2026-06-01T03:30Z');
    await machine.until('2026-06-01T03:40Z', triggers);
    expect(machine.begun).toHaveLength(3);
    await triggers.close();
    const after = new Machine('2026-06-01T00:45Z', machine.disk);
    after.enable(every('0 * * * *', 'run-all'), Date.parse('2026-06-01T00:30Z'));
    const again = await openTriggers(after);
    await after.until('2026-06-01T04:30Z', again);
    expect(after.begun).toEqual(['2026-06-01T01:00', '2026-06-01T02:00', '2026-06-01T03:00', '2026-06-01T04:00']);
    await again.close();
  });
});
