import { describe, expect, it } from 'vitest';
import { hintsOf } from '../../../../src/language/hints/hints.ts';
import { nextFiring } from '../../../../src/language/hints/schedule.ts';
import { Timetable } from '../../../../src/triggers/timetable.ts';
import { fullLoop } from '../fullLoop.ts';

/** A Saturday in winter. */
const now = Date.UTC(2026, 10, 21, 19, 0);
const berlin = { now, zone: 'Europe/Berlin' };

/** Each hint behind the text that it stands behind. */
function shown(text: string, here = berlin): readonly string[] {
  return hintsOf(text, here).map(({ offset, label }) => {
    const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
    return `${line.trim()} » ${label}`;
  });
}

const scheduled = (schedule: string): string => `name: x\non:\n  schedule:\n    - ${schedule}\n`;

describe('hints of a schedule', () => {
  it('say it in words, and when it is next in the time of whoever looks', () => {
    expect(shown(scheduled('{ cron: "0 6 * * 1-5", timezone: Europe/London }'))).toEqual([
      '- { cron: "0 6 * * 1-5" » At 06:00, Monday through Friday; next Mon 23 Nov 07:00 GMT+1',
    ]);
    expect(hintsOf(scheduled('{ cron: "0 6 * * 1-5", timezone: Europe/London }'), berlin)[0]?.tooltip).toBe(
      'Next: Mon 23 Nov 06:00 GMT (Europe/London)',
    );
  });

  it('name the zone where none is written and it is not the own', () => {
    expect(shown(scheduled('cron: 30 22 * * SUN'))).toEqual([
      '- cron: 30 22 * * SUN » At 22:30, only on Sunday, UTC; next Sun 22 Nov 23:30 GMT+1',
    ]);
    const [hint] = hintsOf(scheduled('cron: 30 22 * * SUN'), { now, zone: 'UTC' });
    expect(hint?.label).toBe('At 22:30, only on Sunday; next Sun 22 Nov 22:30 UTC');
    expect(hint?.tooltip).toBeUndefined();
  });

  it('name the year where it is another one', () => {
    expect(shown(scheduled('cron: "0 0 29 2 *"'), { now, zone: 'UTC' })[0]).toContain('next Tue 29 Feb 2028 00:00 UTC');
  });

  it('are not there for one with a fault, and name no time for one that never comes', () => {
    expect(shown(scheduled('cron: "61 * * * *"'))).toEqual([]);
    expect(shown(scheduled('{ cron: "0 6 * * *", timezone: Nowhere/Land }'))).toEqual([]);
    expect(shown(scheduled('cron: "0 0 30 2 *"'))).toEqual([
      '- cron: "0 0 30 2 *" » At 00:00, on day 30 of the month, only in February, UTC',
    ]);
  });

  it.each(['*/7 * * * *', '30 1,3 * * *', '30 2 * * *', '0 */2 * * *', '15 10 1 * 1'])(
    'are due when the runner starts %s, over a change of clocks as well',
    (cron) => {
      for (const from of [Date.UTC(2026, 2, 28, 20), Date.UTC(2026, 9, 24, 20), now]) {
        const timetable = Timetable.of({ cron, timezone: 'Europe/Berlin' });
        const due = timetable.ok ? timetable.value.between(from, from + 60 * 3_600_000, 5) : [];
        let at = from;
        const hinted = due.map(() => (at = nextFiring(cron, 'Europe/Berlin', at) ?? 0));
        expect(hinted).toEqual(due);
      }
    },
  );
});

describe('hints of cost', () => {
  const loop = (items: string, budget: string): string => `name: x\nitems: ${items}\nbudget: ${budget}\n`;

  it('multiply items with what one may cost, and say where the run stops before that', () => {
    expect(shown(loop('{ max: 10 }', '{ max-cost-usd: 20, per-item: { max-cost-usd: 3 } }'))).toEqual([
      'items: { max: 10 » × $3.00: at most $30.00; the run stops at $20.00',
      'budget: { max-cost-usd: 20, per-item: { max-cost-usd: 3 » × 10 items: at most $30.00; the run stops at $20.00',
    ]);
    expect(shown(loop('{ max: 4 }', '{ max-cost-usd: 20, per-item: { max-cost-usd: 0.5 } }'))).toEqual([
      'items: { max: 4 » × $0.50: at most $2.00',
      'budget: { max-cost-usd: 20, per-item: { max-cost-usd: 0.5 » × 4 items: at most $2.00',
    ]);
  });

  it('count the items that are worked on where nobody says how many', () => {
    expect(shown(loop('{ from: { run: x } }', '{ per-item: { max-cost-usd: 3 } }'))).toEqual([
      'budget: { per-item: { max-cost-usd: 3 » × 10 items: at most $30.00',
    ]);
  });

  it('are not there without items or without a limit of one', () => {
    expect(shown('budget: { per-item: { max-cost-usd: 3 } }\n')).toEqual([]);
    expect(shown(loop('{ max: 10 }', '{ max-cost-usd: 20, timeout-minutes: 5 }'))).toEqual([]);
    expect(shown(loop('{ max: ten }', '{ per-item: { max-cost-usd: three } }'))).toEqual([]);
  });
});

describe('hintsOf', () => {
  it('says little of the full loop, in the order of the text', () => {
    expect(shown(fullLoop)).toEqual([
      '- { cron: "0 6 * * 1-5" » At 06:00, Monday through Friday; next Mon 23 Nov 07:00 GMT+1',
      '- cron: 30 22 * * SUN » At 22:30, only on Sunday, UTC; next Sun 22 Nov 23:30 GMT+1',
      'max: 10 » × $3.00: at most $30.00; the run stops at $20.00',
      expect.stringMatching(/per-item: .* max-cost-usd: 3 » × 10 items: at most \$30.00; the run stops at \$20.00$/),
    ]);
  });

  it('has nothing to say of a text that cannot be read', () => {
    expect(hintsOf('', berlin)).toEqual([]);
    expect(hintsOf('on: { schedule: [ { cron: "0 6', berlin)).toEqual([]);
    expect(hintsOf('['.repeat(1000), berlin)).toEqual([]);
  });
});
