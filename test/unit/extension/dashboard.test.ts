import { describe, expect, it } from 'vitest';
import { gather } from '../../../src/extension/dashboard/gather.ts';
import { Paced } from '../../../src/extension/dashboard/paced.ts';
import type { Insights } from '../../../src/model/insights.ts';
import { err, ok } from '../../../src/model/result.ts';
import { dashboardDataSchema, dashboardSaysSchema } from '../../../src/protocol/dashboardView.ts';
import type { RunnerMethod } from '../../../src/protocol/runner.ts';

/** A clock that stands until it is told to go on. */
class HandClock {
  time = 0;
  #due: { readonly at: number; readonly work: () => void }[] = [];

  readonly now = (): number => this.time;

  readonly later = (work: () => void, ms: number): (() => void) => {
    const one = { at: this.time + ms, work };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  };

  go(ms: number): void {
    this.time += ms;
    const now = this.#due.filter(({ at }) => at <= this.time);
    this.#due = this.#due.filter(({ at }) => at > this.time);
    for (const { work } of now) work();
  }
}

describe('paced work', () => {
  const settled = () => new Promise<void>((done) => setImmediate(done));

  function scene() {
    const clock = new HandClock();
    const done: number[] = [];
    const may = { be: true };
    const finish: (() => void)[] = [];
    const work = () => {
      done.push(clock.time);
      return new Promise<void>((resolve) => finish.push(resolve));
    };
    const paced = new Paced(work, () => may.be, 2000, clock);
    const end = async () => {
      finish.shift()?.();
      await settled();
    };
    return { clock, done, may, paced, end };
  }

  it('is done at once, and then at most once in the gap, the last want never lost', async () => {
    const { clock, done, paced, end } = scene();
    paced.want();
    await end();
    for (let step = 0; step < 10; step += 1) {
      clock.go(100);
      paced.want();
    }
    expect(done).toEqual([0]);
    clock.go(1000);
    expect(done).toEqual([0, 2000]);
  });

  it('never runs twice at once', async () => {
    const { clock, done, paced, end } = scene();
    paced.want();
    clock.go(5000);
    paced.want();
    expect(done).toEqual([0]);
    await end();
    expect(done).toEqual([0, 5000]);
  });

  it('is not done while it may not, nor after it was disposed', async () => {
    const { clock, done, may, paced, end } = scene();
    may.be = false;
    paced.want();
    expect(done).toEqual([]);
    may.be = true;
    paced.want();
    await end();
    paced.want();
    paced.dispose();
    clock.go(10_000);
    expect(done).toEqual([0]);
  });

  it('does not wait for the gap when a person asks', async () => {
    const { clock, done, paced, end } = scene();
    paced.want();
    await end();
    clock.go(10);
    paced.want();
    paced.wantNow();
    expect(done).toEqual([0, 10]);
  });
});

describe('what the dashboard asks for', () => {
  const insights: Insights = {
    ...{ at: 1, from: '2026-11-14', today: '2026-11-20', spend: [], loops: [], landings: [], next: [] },
  };
  const day = { loop: 'docs', agent: 'claude', tokens: 1, costUsd: 1 };
  const run = {
    id: 'r1',
    loop: 'docs',
    status: 'running',
    reason: 'Starting.',
    startedAt: '2026-11-20T10:00:00.000Z',
    iterationCount: 0,
  };
  const replies: Partial<Record<RunnerMethod, (params: never) => unknown>> = {
    insights: ({ days }: { days: number }) => ({
      ...insights,
      spend: [
        { ...day, day: days > 7 ? '2026-10-22' : '2026-11-20' },
        ...(days === 90 ? [{ ...day, day: '2026-10-21' }] : []),
      ],
    }),
    runs: () => ({ runs: [run], more: false }),
    inbox: () => [],
    debt: () => ({
      me: 'Ada <ada@example.com>',
      mine: { owed: 20, minutes: 4 },
      repository: { owed: 7.4, minutes: 1.48 },
      units: [
        { path: 'b', owed: 2.5 },
        { path: 'a', owed: 3 },
        { path: 'b', owed: 1.6 },
        { path: 'c', owed: 0.3 },
      ],
    }),
    schedule: () => ({
      loops: [
        { loop: 'docs', file: 'f', state: 'on', why: '', triggers: [], next: [] },
        { loop: 'flaky', file: 'g', state: 'held', why: 'It is another one.', triggers: [], next: [] },
      ],
      receipts: [],
    }),
  };
  const runner = (refused?: RunnerMethod) => {
    const asked: string[] = [];
    const request = async (method: RunnerMethod, params: object) => {
      asked.push(`${method} ${JSON.stringify(params)}`);
      if (method === refused) return err({ code: 'no', message: `${method} is refused.` });
      return ok(replies[method]?.(params as never));
    };
    return { asked, request: request as never };
  };

  it('fits what the page expects', async () => {
    const data = await gather(runner(), 7);
    expect(data.ok && dashboardDataSchema.parse(data.value)).toMatchObject({
      owed: {
        lines: 7,
        files: 2,
        rows: [
          { path: 'b', lines: 4 },
          { path: 'a', lines: 3 },
        ],
      },
      resting: [{ loop: 'flaky', state: 'held', why: 'It is another one.' }],
      going: [{ run: 'r1', startedAt: Date.parse('2026-11-20T10:00:00Z') }],
    });
  });

  it('has the spend of 30 days whatever the period', async () => {
    for (const days of [7, 30, 90] as const) {
      const data = await gather(runner(), days);
      expect(data.ok && data.value.month.map((row) => row.day)).toEqual(['2026-10-22']);
    }
    const month = runner();
    await gather(month, 30);
    expect(month.asked.filter((request) => request.startsWith('insights'))).toEqual(['insights {"days":30}']);
  });

  it.each(['insights', 'runs', 'inbox', 'debt', 'schedule'] as const)('says why when %s is refused', async (method) => {
    expect(await gather(runner(method), 30)).toEqual(err({ code: 'no', message: `${method} is refused.` }));
  });
});

describe('what the page says', () => {
  it('is not taken when it is no picture or no period', () => {
    const takes = (said: unknown) => dashboardSaysSchema.safeParse(said).success;
    expect(takes({ say: 'save-png', name: 'x', png: 'aGVsbG8=' })).toBe(true);
    expect(takes({ say: 'save-png', name: 'x', png: '<svg>' })).toBe(false);
    expect(takes({ say: 'look', days: 8 })).toBe(false);
  });
});
