import { describe, expect, it } from 'vitest';
import { coalesced } from '../../../src/extension/coalesced.ts';

/** A clock that a test moves. */
function handClock() {
  let time = 1000;
  let waiting: { at: number; work: () => void }[] = [];
  return {
    now: () => time,
    later: (work: () => void, ms: number) => {
      const entry = { at: time + ms, work };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((one) => one !== entry);
      };
    },
    pass: (ms: number) => {
      time += ms;
      const due = waiting.filter(({ at }) => at <= time);
      waiting = waiting.filter(({ at }) => at > time);
      for (const { work } of due) work();
    },
  };
}

describe('coalesced', () => {
  it('calls at once when it was quiet', () => {
    const clock = handClock();
    let calls = 0;
    coalesced(() => calls++, clock.now, clock.later).ask();
    expect(calls).toBe(1);
  });

  it('makes at most five calls a second, whatever is asked, and never loses the last', () => {
    const clock = handClock();
    let calls = 0;
    let told = 0;
    let seen = 0;
    const update = coalesced(
      () => {
        calls++;
        seen = told;
      },
      clock.now,
      clock.later,
    );
    for (let i = 0; i < 999; i++) {
      told++;
      update.ask();
      clock.pass(1);
    }
    expect(calls).toBe(5);
    clock.pass(200);
    expect(seen).toBe(999);
  });

  it('leaves more than 200 ms without a call after the end of each, since VS Code shows changes of a tree only then', () => {
    const clock = handClock();
    const slow = 50;
    const ends: number[] = [];
    const gaps: number[] = [];
    const update = coalesced(
      () => {
        gaps.push(clock.now() - (ends.at(-1) ?? Number.NEGATIVE_INFINITY));
        clock.pass(slow);
        ends.push(clock.now());
      },
      clock.now,
      clock.later,
    );
    for (let i = 0; i < 2000; i++) {
      update.ask();
      clock.pass(1);
    }
    expect(ends.length).toBeGreaterThan(5);
    expect(Math.min(...gaps)).toBeGreaterThan(200);
  });

  it('keeps to its gap where a timer comes too early', () => {
    const clock = handClock();
    const early = (work: () => void, ms: number) => clock.later(work, Math.max(1, ms - 30));
    const times: number[] = [];
    const update = coalesced(() => times.push(clock.now()), clock.now, early);
    for (let i = 0; i < 1000; i++) {
      update.ask();
      clock.pass(1);
    }
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(gaps.length).toBeGreaterThan(3);
    expect(Math.min(...gaps)).toBeGreaterThan(200);
  });

  it('drops what is outstanding when it is cancelled', () => {
    const clock = handClock();
    let calls = 0;
    const update = coalesced(() => calls++, clock.now, clock.later);
    update.ask();
    update.ask();
    update.cancel();
    clock.pass(1000);
    expect(calls).toBe(1);
  });
});
