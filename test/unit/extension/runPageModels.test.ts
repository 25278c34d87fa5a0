import { describe, expect, it } from 'vitest';
import { checksOf } from '../../../src/extension/runPage/checksModel.ts';
import { costSeries } from '../../../src/extension/runPage/costModel.ts';
import { headOf } from '../../../src/extension/runPage/headModel.ts';
import { actsFor } from '../../../src/extension/runPage/pageActs.ts';
import { passOf } from '../../../src/extension/runPage/passModel.ts';
import { timelineOf } from '../../../src/extension/runPage/timelineModel.ts';
import { goalNow } from '../../../src/model/goalNow.ts';
import { foldAll, type RunState } from '../../../src/model/runState.ts';
import { type ItemView, type IterationView, itemMeant } from '../../../src/model/runView.ts';
import { summaryOf } from '../../../src/model/shapes.ts';
import type { Limit, Spend } from '../../../src/model/spend.ts';
import type { CheckOutcome } from '../../../src/model/steps.ts';
import { usedOf } from '../../../src/model/usedOf.ts';
import { changeOf, factsOf, fileChange, RecordedRun, roleInput, roleReport } from './recordedRun.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);

function stateOf(run: RecordedRun): RunState {
  const state = foldAll(run.events);
  if (state === undefined) throw new Error('no run');
  return state;
}

function itemOf(run: RecordedRun): ItemView {
  const item = itemMeant(stateOf(run), undefined);
  if (item === undefined) throw new Error('no item');
  return item;
}

/** Adds up what was used after an iteration. */
const account = (run: RecordedRun, iteration: number, used: Spend, limits: Limit[] = []): RecordedRun =>
  run.did(
    'account',
    { loop: 'keep-tests-green', item: 'default', iteration, limits, at: 0 },
    { run: used, item: used, warnings: [] },
  );

describe('the head', () => {
  it('says what became of what landed, of the item that is shown', () => {
    const state = stateOf(new RecordedRun('r1').untilWaiting(change));
    const asked = { item: itemMeant(state, undefined), forecast: undefined };
    const fates = new Map([['default', 'stands, day 3 of 14']]);
    expect(headOf(state, summaryOf(state), { ...asked, fates }).fate).toBe('stands, day 3 of 14');
    expect(headOf(state, summaryOf(state), { ...asked, fates: new Map() })).not.toHaveProperty('fate');
  });
});

describe('the timeline', () => {
  it('joins steps of one phase, and leaves the end of one that goes on open', () => {
    const run = new RecordedRun('r1').start().check(1, 1, 'lint').check(1, 1, 'tests').commit(1, change);
    run.begin('judge', {
      ...roleInput,
      item: 'default',
      worktree: '/w',
      iteration: 1,
      base: change.base,
      head: change.head,
      seat: 1,
      brief: '',
    });
    const [row] = timelineOf(itemOf(run).iterations);
    expect(row?.phases.map(({ phase, from, to }) => [phase, to === undefined ? undefined : to - from])).toEqual([
      ['check', 1500],
      ['rest', 500],
      ['judge', undefined],
    ]);
    expect(row).not.toHaveProperty('finishedAt');
  });

  it('tells what a pass alone used, and never takes unknown for nothing', () => {
    const run = new RecordedRun('r1').start();
    account(run.check(0, 1), 0, { tokens: 0, costUsd: 0 });
    account(run.check(1, 1), 1, { tokens: 1000, costUsd: 0.5 });
    account(run.check(2, 1), 2, { tokens: 3000, costUsd: null });
    expect(timelineOf(itemOf(run).iterations).map(({ spend }) => spend)).toEqual([
      '',
      '1.0k tokens, $0.50',
      '2.0k tokens, cost unknown',
    ]);
  });
});

describe('the goal', () => {
  it('is told part by part as it was judged last', () => {
    const run = new RecordedRun('r1')
      .start()
      .check(1, 1)
      .decide(1, false, { reasons: ['checks.tests.passed is false'] });
    expect(goalNow(itemOf(run))).toMatchObject({ parts: [], objections: ['checks.tests.passed is false'] });
    const parts = [{ text: 'checks.tests.passed', holds: true, why: '' }];
    const input = {
      item: 'default',
      iteration: 2,
      goal: 'checks.tests.passed',
      facts: factsOf(),
      objections: ['too long'],
    };
    run.did('decide', input, { goalHolds: true, accepted: false, reasons: ['too long'], parts });
    expect(goalNow(itemOf(run))).toEqual({
      expression: 'checks.tests.passed',
      parts,
      iteration: 2,
      accepted: false,
      objections: ['too long'],
    });
    expect(goalNow(undefined)).toBeNull();
  });
});

describe('the evidence of checks', () => {
  const check = (id: string, more: Partial<CheckOutcome>): CheckOutcome => ({
    id,
    passed: true,
    exitCode: 0,
    ended: 'exit',
    seconds: 1,
    tail: '',
    regressions: [],
    flaky: [],
    ...more,
  });
  const iteration = (checks: readonly CheckOutcome[]): IterationView => ({
    number: 1,
    status: 'failed',
    startedAt: 0,
    steps: [],
    checks,
    metrics: {},
    reasons: [],
  });

  it('stands with what broke first, and says what was set apart', () => {
    const now = iteration([
      check('lint', {}),
      check('flaky', { flaky: ['sometimes'] }),
      check('slow', { passed: false, ended: 'timeout', exitCode: null, flaky: ['at times'] }),
      check('tests', { passed: false, exitCode: 1, failing: ['a', 'b'], failedTests: 2, regressions: ['b'] }),
    ]);
    const rows = checksOf(now, iteration([check('tests', {})]));
    expect(rows.map(({ id, was, count, apart }) => [id, was, count, apart])).toEqual([
      ['tests', true, '2 tests fail', []],
      ['slow', null, '', []],
      ['flaky', null, '', ['sometimes']],
      ['lint', null, '', []],
    ]);
    expect(rows[1]).toMatchObject({ ended: 'stopped: it ran longer than its time-out', remarks: ['Flaky: at times.'] });
  });
});

describe('the cost over time', () => {
  it('is what was added up, against the limit of the run', () => {
    const limits: Limit[] = [
      { scope: 'item', tokens: 1 },
      { scope: 'run', costUsd: 2 },
    ];
    const run = account(new RecordedRun('r1').start(), 1, { tokens: 1000, costUsd: 0.5 }, limits);
    const { points, limit } = costSeries(stateOf(run));
    expect(points.map(({ iteration, tokens, costUsd }) => [iteration, tokens, costUsd])).toEqual([
      [0, 0, 0],
      [1, 1000, 0.5],
    ]);
    expect(limit).toEqual({ costUsd: 2 });
    expect(usedOf(points.at(-1), limit)).toEqual({ words: '1.0k tokens, $0.50 of $2.00', share: 0.25 });
  });

  it('is the sum of what agents say where no budget is kept, unknown from the first that says nothing', () => {
    const turn = { tokens: 10, costUsd: 0.1, priced: false, denied: 0 };
    const run = new RecordedRun('r1').start();
    for (const costUsd of [0.1, null, 0.2]) {
      const input = { ...roleInput, item: 'default', worktree: '/w', head: change.head, attempt: 1 };
      run.did('explore', input, { ...roleReport, changed: [], turn: { ...turn, costUsd } });
    }
    const { points } = costSeries(stateOf(run));
    expect(points.map(({ tokens, costUsd }) => [tokens, costUsd])).toEqual([
      [0, 0],
      [10, 0.1],
      [20, null],
      [30, null],
    ]);
    expect(usedOf(points.at(-1), { costUsd: 1 }).share).toBeNull();
  });
});

describe('what can be done from the page', () => {
  it('begins with what the run waits for', () => {
    const acts = (run: RecordedRun) => actsFor(stateOf(run), itemOf(run)).map(({ act }) => act);
    expect(acts(new RecordedRun('r1').untilWaiting(change)).slice(0, 2)).toEqual(['openReview', 'reject']);
    expect(acts(new RecordedRun('r1').start().check(0, 1).awaitAt('gate/spend/0/1'))[0]).toBe('approve');
    expect(acts(new RecordedRun('r1').start().check(0, 1).awaitAt('ask/1/1'))[0]).toBe('continue');
    expect(acts(new RecordedRun('r1').start().check(0, 1))).toContain('stop');
    const ended = new RecordedRun('r1').untilWaiting(change).end({ status: 'stopped', reason: 'Stopped.' });
    expect(acts(ended)).not.toContain('stop');
  });
});

describe('what an iteration came to', () => {
  it('tells the claim of the maker and the defects with what became of their commands', () => {
    const run = new RecordedRun('r1').start();
    const make = {
      ...roleInput,
      item: 'default',
      worktree: '/w',
      iteration: 1,
      head: change.head,
      feedback: '',
      checks: [],
      allowedPaths: [],
      protectedPaths: [],
    };
    run.did('make', make, { ...roleReport, summary: 'It is done.', final: false, tried: 2 });
    const [iteration] = itemOf(run).iterations;
    if (iteration === undefined) throw new Error('no iteration');
    const defects = [
      { file: 'src/a.js', line: 3, severity: 'major', title: 'Off by one', reproduce: 'npm test' },
    ] as const;
    expect(
      passOf({ ...iteration, defects: defects as unknown as NonNullable<IterationView['defects']> }),
    ).toMatchObject({
      maker: { agent: 'command', failed: false, summary: 'It is done.', tried: 2 },
      defects: [{ place: 'src/a.js:3', title: 'Off by one', shown: 'not tried yet' }],
    });
    expect(passOf({ ...iteration, defects: null }).defects).toBeNull();
  });
});
