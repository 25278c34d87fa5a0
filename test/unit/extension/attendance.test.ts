import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunRequests } from '../../../src/extension/repositories/runners.ts';
import { Attendance } from '../../../src/extension/review/attendance.ts';
import { ok } from '../../../src/model/result.ts';

const one = { run: 'r1', item: 'default' };
const other = { run: 'r2', item: 'a' };

describe('the time that a person has a review before them', () => {
  const told: unknown[] = [];
  const link = {
    request: async (method: string, params: unknown) => {
      told.push([method, params]);
      return ok({});
    },
  } as unknown as RunRequests;
  let attendance: Attendance;

  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    attendance = new Attendance(link, () => Date.now());
  });
  afterEach(() => {
    attendance.dispose();
    vi.useRealTimers();
  });

  it('is told each minute, and the rest when they look away', () => {
    attendance.look(one);
    vi.advanceTimersByTime(70_000);
    attendance.look(undefined);
    vi.advanceTimersByTime(600_000);
    expect(told).toEqual([
      ['attended', { ...one, seconds: 60 }],
      ['attended', { ...one, seconds: 10 }],
    ]);
  });

  it('goes to the review that stood there', () => {
    attendance.look(one);
    vi.advanceTimersByTime(5000);
    // Each change of what is shown asks again: the same review goes on.
    attendance.look({ ...one });
    vi.advanceTimersByTime(5000);
    attendance.look(other);
    vi.advanceTimersByTime(3000);
    attendance.dispose();
    expect(told).toEqual([
      ['attended', { ...one, seconds: 10 }],
      ['attended', { ...other, seconds: 3 }],
    ]);
  });

  it('is not told of a glance, and holds no timer while nothing is looked at', () => {
    attendance.look(one);
    vi.advanceTimersByTime(500);
    attendance.look(undefined);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves out the hours that the machine slept', () => {
    attendance.look(one);
    vi.setSystemTime(Date.now() + 3 * 3_600_000);
    attendance.look(undefined);
    expect(told).toEqual([['attended', { ...one, seconds: 60 }]]);
  });
});
