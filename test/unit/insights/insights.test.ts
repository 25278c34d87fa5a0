import { describe, expect, it } from 'vitest';
import { insightsOf, type Records, type RunRecord } from '../../../src/insights/insightsOf.ts';
import { reasonWithoutNames } from '../../../src/insights/reasonWithoutNames.ts';
import type { RunAccount } from '../../../src/model/runAccount.ts';
import type { RunStatus } from '../../../src/model/runState.ts';

const day = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const commit = (n: number): string => n.toString(16).padStart(40, '0');

type Item = RunAccount['items'][number];
const item = (more: Partial<Item> = {}): Item => ({
  id: 'default',
  key: 'default',
  status: 'delivered',
  at: 0,
  iterations: 1,
  reached: true,
  ...more,
});

/** A run that ended on day `n`. */
function ended(n: number, status: RunStatus, items: readonly Item[], loop = 'nightly'): RunRecord {
  const at = new Date(n * day).toISOString();
  return {
    summary: {
      id: `run-${String(n).padStart(3, '0')}-${loop}`,
      loop,
      status,
      reason: '',
      startedAt: at,
      finishedAt: at,
      iterationCount: 1,
    },
    account: { into: 'refs/heads/main', items: [...items] },
  };
}

const landed = (n: number, more: Partial<NonNullable<Item['landed']>> = {}): Partial<Item> => ({
  landed: {
    at: n * day,
    commit: commit(n),
    files: [{ path: 'a.ts', lines: 10, owed: 10 }],
    spend: { tokens: 5, costUsd: 1 },
    ...more,
  },
});

const records = (runs: readonly RunRecord[], more: Partial<Records> = {}): Records => ({
  now: 30 * day,
  from: dayOf(20 * day),
  today: dayOf(30 * day),
  dayOf,
  runs: [...runs].sort((a, b) => (a.summary.id < b.summary.id ? 1 : -1)),
  spend: [],
  loops: [],
  minutesOf: () => null,
  fateOf: () => undefined,
  reverts: new Map(),
  next: [],
  ...more,
});
const spent = (costUsd: number | null, loop = 'nightly') => ({
  day: dayOf(25 * day),
  loop,
  agent: 'x',
  tokens: 100,
  costUsd,
});
const only = (of: Records) => {
  const { loops } = insightsOf(of);
  expect(loops).toHaveLength(1);
  const [loop] = loops;
  if (loop === undefined) throw new Error('no loop');
  return loop;
};

describe('insights', () => {
  it('count the runs and items that ended in the period, and the health of all time', () => {
    const runs = [
      ended(10, 'failed', [item({ status: 'failed' })]),
      ended(19, 'delivered', [item()]),
      ended(20, 'delivered', [item(), item({ id: 'b', status: 'gave-up', reached: false, why: 'x' })]),
      ended(21, 'gave-up', [item({ status: 'gave-up', reached: false, why: 'x' })]),
    ];
    const loop = only(records(runs));
    expect(loop.runs).toEqual({ delivered: 1, 'gave-up': 1 });
    expect(loop.items).toEqual({ delivered: 1, 'gave-up': 2 });
    expect(loop.health).toEqual(['gave-up', 'delivered', 'delivered', 'failed']);
    const many = Array.from({ length: 14 }, (_, n) => ended(n, 'stopped', []));
    expect(insightsOf(records([...many, ended(22, 'failed', [])])).loops[0]?.health).toHaveLength(10);
  });

  it('tell the cost and the minutes of a landed change with what the others took', () => {
    const runs = [
      ended(21, 'delivered', [item(landed(21))]),
      ended(22, 'delivered', [item(landed(22))]),
      ended(23, 'gave-up', [item({ status: 'gave-up', reached: false })]),
    ];
    const minutesOf = ({ run }: { readonly run: string }) => (run.includes('023') ? 6 : 2);
    const loop = only(records(runs, { spend: [spent(5), spent(1)], minutesOf }));
    expect(loop).toMatchObject({ landings: 2, costPerLanding: 3, minutesPerLanding: 5, spend: { costUsd: 6 } });
  });

  it('never count what is not known as nothing', () => {
    const runs = [ended(21, 'delivered', [item(landed(21, { spend: { tokens: null, costUsd: null } }))])];
    const loop = only(records(runs, { spend: [spent(5), spent(null)] }));
    expect(loop).toMatchObject({
      spend: { tokens: 200, costUsd: null },
      costPerLanding: null,
      minutesPerLanding: null,
    });
    const [row] = insightsOf(records(runs)).landings;
    expect(row).toMatchObject({ minutes: null, spend: { tokens: null, costUsd: null } });
    // One of two that nobody reported: the sum is not known.
    const two = [...runs, ended(22, 'delivered', [item(landed(22))])];
    const minutesOf = ({ run }: { readonly run: string }) => (run.includes('021') ? null : 3);
    expect(only(records(two, { minutesOf })).minutesPerLanding).toBeNull();
    const none = only(
      records([ended(21, 'gave-up', [item({ status: 'gave-up', reached: false })])], { spend: [spent(4)] }),
    );
    expect(none).toMatchObject({ costPerLanding: null, minutesPerLanding: null, iterations: null });
  });

  it('know a run whose journal cannot be read by its summary alone', () => {
    const loop = only(records([{ ...ended(21, 'failed', []), account: undefined }]));
    expect(loop).toMatchObject({ runs: { failed: 1 }, items: {}, health: ['failed'] });
  });

  it('tell the iterations of items that reached their goal: middle and 90 %', () => {
    const of = (...counts: readonly number[]) =>
      only(
        records([
          ended(
            21,
            'delivered',
            counts.map((iterations) => item({ iterations })),
          ),
        ]),
      ).iterations;
    expect(of(3)).toEqual({ middle: 3, high: 3 });
    expect(of(1, 4)).toEqual({ middle: 2.5, high: 4 });
    expect(of(9, 1, 2, 3, 4, 5, 6, 7, 8, 50)).toEqual({ middle: 5.5, high: 9 });
    expect(only(records([ended(21, 'gave-up', [item({ reached: false, iterations: 5 })])])).iterations).toBeNull();
  });

  it('list landings newest first, of runs that go on too, with what took them back', () => {
    const going = { ...ended(25, 'running', [item(landed(25))]) };
    const { finishedAt: _, ...summary } = going.summary;
    const runs = [ended(21, 'delivered', [item(landed(21))]), { ...going, summary }];
    const { landings, loops } = insightsOf(records(runs, { reverts: new Map([[commit(21), commit(99)]]) }));
    expect(landings.map(({ commit: of, revertedBy }) => [of, revertedBy])).toEqual([
      [commit(25), undefined],
      [commit(21), commit(99)],
    ]);
    expect(loops[0]).toMatchObject({ landings: 2, reverted: 1, runs: { delivered: 1 } });
  });

  it('have the loops that are written down and those that only were, each with its limits', () => {
    const loops = [{ loop: 'fresh', perDay: { tokens: 9 } }];
    const next = [
      { loop: 'fresh', at: 5 },
      { loop: 'fresh', at: 4 },
    ];
    const told = insightsOf(records([ended(21, 'failed', [], 'gone')], { loops, next, spend: [spent(1, 'spender')] }));
    expect(told.loops.map(({ loop, perDay }) => [loop, perDay])).toEqual([
      ['fresh', { tokens: 9 }],
      ['gone', undefined],
      ['spender', undefined],
    ]);
    expect(told.next.map(({ at }) => at)).toEqual([4, 5]);
  });

  it('count the same reason as one, whatever numbers and names are in it', () => {
    const gaveUp = (why: string) => item({ status: 'gave-up', reached: false, why });
    const runs = [
      ended(21, 'gave-up', [
        gaveUp('Stalled: nothing got better in 3 passes. 2 of 311 tests fail.'),
        gaveUp('Out of iterations (5).'),
        gaveUp('Stalled: nothing got better in 4 passes. 9 of 12 tests fail.'),
      ]),
    ];
    expect(only(records(runs)).gaveUp).toEqual([
      { why: 'Stalled: nothing got better in # passes.', count: 2 },
      { why: 'Out of iterations (#).', count: 1 },
    ]);
  });
});

describe('a reason without its names', () => {
  it.each([
    ['It took 61.5 s', 'It took # s'],
    ['src/a/b.ts:12 is wrong', '<path>:# is wrong'],
    ['C:\\work\\a.ts and /tmp/x are gone', '<path> and <path> are gone'],
    ['the check "unit tests" failed', 'the check … failed'],
    ["`npm test` says 'no'", '… says …'],
    ["The agent's turn did not end", "The agent's turn did not end"],
    ['at 3f2a9c1b04 it broke', 'at # it broke'],
    ['see https://example.com/a?b=1 for more', 'see <path> for more'],
    ['booking.test.ts fails', '<path> fails'],
  ])('%s', (reason, bare) => {
    expect(reasonWithoutNames(reason)).toBe(bare);
  });
});
