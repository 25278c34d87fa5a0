import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextFirings } from '../../../src/triggers/nextFirings.ts';
import { firingsBetween, Timetable } from '../../../src/triggers/timetable.ts';
import { loopWith, minutesOf } from './simulated.ts';

const between = (cron: string, timezone: string, after: string, until: string) =>
  minutesOf(firingsBetween({ cron, timezone }, Date.parse(after), Date.parse(until)));

function timetable(cron: string, timezone = 'UTC'): Timetable {
  const made = Timetable.of({ cron, timezone });
  return made.ok ? made.value : expect.unreachable(made.error);
}

describe('when a schedule is due', () => {
  it('moves a fixed time that the spring leaves out to the first moment after', () => {
    // London: 01:00 to 02:00 do not exist on 29 March 2026.
    expect(between('30 1 * * *', 'Europe/London', '2026-03-28T00:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
    // New York: 02:00 to 03:00 do not exist on 8 March 2026.
    expect(between('30 2 * * *', 'America/New_York', '2026-03-08T00:00Z', '2026-03-09T12:00Z')).toEqual([
      '2026-03-08T07:00',
      '2026-03-09T06:30',
    ]);
    // Lord Howe moves by half an hour: 02:00 to 02:30 do not exist on 4 October 2026.
    expect(between('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-04T18:00Z')).toEqual([
      '2026-10-03T15:30',
      '2026-10-04T15:15',
    ]);
    // Cairo: midnight itself does not exist on 24 April 2026.
    expect(between('0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', '2026-04-24T23:00Z')).toEqual([
      '2026-04-23T22:00',
      '2026-04-24T21:00',
    ]);
  });

  it('takes a fixed time that comes twice in autumn once', () => {
    expect(between('30 1 * * *', 'Europe/London', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
    expect(between('30 1,13 * * *', 'America/New_York', '2026-11-01T00:00Z', '2026-11-02T00:00Z')).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T18:30',
    ]);
    expect(between('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z', '2026-04-05T18:00Z')).toEqual([
      '2026-04-04T14:45',
      '2026-04-05T15:15',
    ]);
  });

  it('follows real time where every hour or a step is asked for', () => {
    expect(between('0 * * * *', 'Europe/London', '2026-10-24T23:30Z', '2026-10-25T03:00Z')).toHaveLength(4);
    expect(between('0 * * * *', 'Europe/London', '2026-03-28T23:30Z', '2026-03-29T03:00Z')).toHaveLength(4);
  });

  it('knows that a day never comes', () => {
    expect(timetable('0 0 31 2 *').next(0)).toBeUndefined();
    expect(timetable('0 0 31 2 *').newest(0, Date.parse('2026-01-01'), 24)).toEqual({ dues: [] });
    expect(between('0 0 29 2 *', 'UTC', '2026-01-01T00:00Z', '2032-12-31T00:00Z')).toEqual([
      '2028-02-29T00:00',
      '2032-02-29T00:00',
    ]);
  });

  it.each([
    ['* * * *', 'UTC', /4 fields and not five/],
    ['* * * * * *', 'UTC', /6 fields and not five/],
    ['@daily', 'UTC', /1 fields and not five/],
    ['60 * * * *', 'UTC', /cannot be read/],
    ['* * * * mon-', 'UTC', /cannot be read/],
    ['0 6 * * *', 'Nowhere/City', /no time zone/],
    ['0 6 * * *', '+02:00', /no time zone/],
  ])('refuses %s in %s', (cron, timezone, why) => {
    const made = Timetable.of({ cron, timezone });
    expect(made.ok ? '' : made.error).toMatch(why);
    expect(firingsBetween({ cron, timezone }, 0, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  const zones = [
    'UTC',
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'America/Santiago',
    'Asia/Tehran',
  ];
  const crons = fc.oneof(
    fc.tuple(fc.nat(59), fc.nat(23)).map(([m, h]) => `${m} ${h} * * *`),
    fc.tuple(fc.nat(59), fc.nat(6)).map(([m, d]) => `${m} 1,2,3 * * ${d}`),
    fc.constantFrom('*/20 * * * *', '0 */6 * * *', '30 0-3 1,15 * *', '59 23 31 * *'),
  );
  const starts = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') });

  it('agrees with croner’s own list, forwards and backwards', () => {
    fc.assert(
      fc.property(
        crons,
        fc.constantFrom(...zones),
        starts,
        fc.integer({ min: 1, max: 20 * 86_400_000 }),
        (cron, zone, after, span) => {
          const options = { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard' } as const;
          const oracle = new Cron(cron, options).nextRuns(200, new Date(after)).map((date) => date.getTime());
          const until = after + span;
          const expected = oracle.filter((due) => due <= until);
          const table = timetable(cron, zone);
          expect(table.between(after, until, 200)).toEqual(expected);
          if (expected.length < 200) {
            const newest = table.newest(after, until, 5);
            expect(newest.dues).toEqual(expected.slice(-5));
            const older = expected.slice(0, -5);
            expect(newest.older).toEqual(older.length === 0 ? undefined : { first: older[0], last: older.at(-1) });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes the end of a span in and its beginning out', () => {
    const six = Date.parse('2026-06-01T06:00Z');
    const table = timetable('0 6 * * *');
    expect(table.between(six - 1, six, 9)).toEqual([six]);
    expect(table.between(six, six + 1, 9)).toEqual([]);
    expect(table.newest(six - 1, six, 9)).toEqual({ dues: [six] });
    expect(table.newest(six, six + 1, 9)).toEqual({ dues: [] });
  });
});

describe('the next firings of a loop', () => {
  it('are those of all its schedules in the order of time', () => {
    const schedule = [{ cron: '0 6 * * 1-5', timezone: 'Europe/London' }, { cron: '0 12 * * *' }];
    const next = nextFirings(loopWith({ on: { schedule } }).on, Date.parse('2026-11-20T07:00Z'), 4);
    expect(next.map(({ at, index }) => `${minutesOf([at])[0]} ${index}`)).toEqual([
      '2026-11-20T12:00 1',
      '2026-11-21T12:00 1',
      '2026-11-22T12:00 1',
      '2026-11-23T06:00 0',
    ]);
    expect(nextFirings(loopWith({ on: 'manual' }).on, 0, 5)).toEqual([]);
  });
});
