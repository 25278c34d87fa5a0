import { describe, expect, it } from 'vitest';
import { firstOfDays, localDay } from '../../../src/model/localDate.ts';

describe('a day of this machine', () => {
  it('begins at midnight, wherever that is', () => {
    const midnight = new Date(2026, 2, 1).getTime();
    expect([localDay(midnight - 1), localDay(midnight)]).toEqual(['2026-02-28', '2026-03-01']);
  });

  it('is the first of the last so many, today among them', () => {
    const evening = new Date(2026, 2, 1, 23, 30).getTime();
    expect([1, 2, 30].map((days) => firstOfDays(evening, days))).toEqual(['2026-03-01', '2026-02-28', '2026-01-31']);
  });
});
