import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Insights, insightsSchema } from '../../../src/model/insights.ts';
import { type WorktreeRow, worktreeRowSchema } from '../../../src/model/worktreeRow.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

let folder = '';
let runner = new FakeRunner();

beforeEach(async () => {
  folder = await loopFolder('triage');
  runner = new FakeRunner();
});
afterEach(() => removeFolder(folder));

const row = (more: Partial<WorktreeRow> = {}): WorktreeRow => ({
  path: '/data/worktrees/repo/r1-default',
  run: 'r1',
  loop: 'triage',
  item: 'default',
  key: 'default',
  status: 'gave-up',
  dirty: 0,
  bytes: 12_345_678,
  createdAt: Date.now() - 7_200_000,
  ...more,
});

describe('worktrees', () => {
  it('are listed with size, age, and what giving each back would lose', async () => {
    expect((await call(runner, ['worktrees'], { folder })).out).toBe('No run has a worktree.\n');
    runner.worktrees = [
      row(),
      row({
        run: 'r2',
        item: 'a',
        key: 'a\u001b[2J',
        status: 'waiting',
        dirty: 3,
        bytes: null,
        holds: 'It has not ended.',
      }),
      row({ run: 'r3', dirty: null }),
    ];
    const { exit, out } = await call(runner, ['worktrees'], { folder });
    expect(exit).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/r1 +triage +.*gave up +clean +12 MB +2 h ago/);
    expect(lines[2]).toContain('loopwright clean r1');
    expect(lines[3]).toMatch(/triage: a\\u\{1b\}\[2J .*3 files uncommitted +size unknown/);
    expect(lines[5]).toBe('  It has not ended.');
    expect(lines[6]).toContain('not readable');
    const json = await call(runner, ['worktrees', '--json'], { folder });
    expect(worktreeRowSchema.array().parse(JSON.parse(json.out))).toEqual(runner.worktrees);
  });
});

describe('stats', () => {
  const loop: Insights['loops'][number] = {
    loop: 'triage',
    runs: { delivered: 2, 'gave-up': 1 },
    items: { delivered: 4, 'gave-up': 3 },
    iterations: { middle: 1.5, high: 4 },
    landings: 2,
    reverted: 1,
    spend: { tokens: 2_500_000, costUsd: 3 },
    costPerLanding: 1.5,
    minutesPerLanding: null,
    gaveUp: [{ why: 'Stalled: nothing got better in # passes.', count: 3 }],
    health: ['delivered'],
  };
  const insights: Insights = {
    at: 0,
    from: '2026-11-15',
    today: '2026-11-21',
    spend: [],
    loops: [loop, { ...loop, loop: 'idle', runs: {}, spend: { tokens: 0, costUsd: 0 }, gaveUp: [] }],
    landings: [],
    next: Array.from({ length: 7 }, (_, n) => ({ loop: 'triage', at: n * 3_600_000 })),
  };

  it('tells of each loop that did something, and says what is not known', async () => {
    runner.insights = insights;
    const { exit, out } = await call(runner, ['stats', '--days', '7'], { folder });
    expect(exit).toBe(0);
    const cells = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(cells[0]).toEqual(['2026-11-15 to 2026-11-21']);
    expect(cells[2]).toEqual(['triage', '3', '4', '3', '1.5 (4)', '2', '1', '2.50M', '$3.00', '$1.50', 'unknown']);
    expect(out).not.toContain('idle');
    expect(out).toContain('3 × triage: Stalled: nothing got better in # passes.');
    expect(out).toContain('and 2 more within 24 hours');
    const json = await call(runner, ['stats', '--json'], { folder });
    expect(insightsSchema.parse(JSON.parse(json.out))).toEqual(insights);
  });

  it('says that nothing happened, and takes no other number of days than it can', async () => {
    runner.insights = { ...insights, loops: [], next: [] };
    expect((await call(runner, ['stats'], { folder })).out).toContain('No run ended in this time.');
    for (const days of ['0', '366', '-1', 'x']) {
      expect((await call(runner, ['stats', `--days=${days}`], { folder })).exit).toBe(2);
    }
  });
});
