import { describe, expect, it } from 'vitest';
import { iterationFacts, iterationMarks } from '../../../src/extension/runs/iterationFacts.ts';
import type { RunRow } from '../../../src/extension/runs/row.ts';
import { runRow } from '../../../src/extension/runs/runRows.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold, foldAll } from '../../../src/model/runState.ts';
import { itemsOf } from '../../../src/model/runView.ts';
import type { CheckOutcome, Defect } from '../../../src/model/steps.ts';
import { commandResult, objectId, RecordedRun, roleInput, roleReport } from './recordedRun.ts';

const check = (more: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id: 'tests',
  passed: true,
  exitCode: 0,
  ended: 'exit',
  seconds: 1,
  tail: '',
  regressions: [],
  flaky: [],
  ...more,
});

function lastIteration(recorded: RecordedRun) {
  const state = foldAll(recorded.events);
  const iteration = state && itemsOf(state)[0]?.iterations.at(-1);
  if (!iteration) throw new Error('no iteration');
  return iteration;
}

const place = { item: 'default', worktree: '/w', iteration: 1, head: objectId('h') };

function verified(recorded: RecordedRun, defects: Defect[] | null): RecordedRun {
  const input = { ...roleInput, ...place, base: objectId('b'), brief: '' };
  return recorded.did('verify', input, { ...roleReport, defects, changed: [] });
}

describe('iterationFacts', () => {
  it('tells nothing of what is not there', () => {
    const iteration = lastIteration(new RecordedRun('r1').start().check(1, 0));
    expect(iterationFacts(iteration)).toEqual([{ name: 'Check tests', text: 'passed' }]);
    expect(iterationMarks(iteration)).toEqual([]);
  });

  it('tells metrics and the verdict of the judges', () => {
    const judge = { passed: false, score: 6, scores: [5, 6, 8], reasons: ['The name lies.'] };
    const facts = { metrics: { bundle_kb: 412 }, judge };
    const iteration = lastIteration(
      new RecordedRun('r1').start().decide(1, false, { facts, reasons: ['judge.passed is false'] }),
    );
    expect(iterationFacts(iteration)).toEqual([
      { name: 'Goal not reached', text: 'judge.passed is false' },
      { name: 'Metric bundle_kb', text: '412' },
      { name: 'Judges', text: '6 of 10 (5, 6, 8), does not pass it' },
      { name: 'Judged', text: 'The name lies.' },
    ]);
    expect(iterationMarks(iteration)).toEqual(['bundle_kb 412', 'judge 6 of 10']);
  });

  it('tells what newly fails, what is flaky, and whether the proof holds', () => {
    const proof = { t0s0: true, t1s0: 'passed', t1s1: true, t0s1: true, holds: false, why: '' } as const;
    const checks = [check({ passed: false, regressions: ['a', 'b'], flaky: ['c'], proof })];
    const facts = iterationFacts(lastIteration(new RecordedRun('r1').start().decide(1, false, { facts: { checks } })));
    expect(facts).toEqual([
      { name: 'Check tests', text: 'failed; newly failing: a, b; flaky: c' },
      { name: 'Proof of tests', text: 'does not hold: the new tests pass on the old sources too' },
    ]);
  });

  it('tells of each defect whether its command showed it', () => {
    const defects: Defect[] = [
      { severity: 'high', title: 'Off by one', file: 'src/a.js', line: 3, reproduce: 'node show.mjs' },
      { severity: 'low', title: 'Odd name' },
      { severity: 'medium', title: 'Leak', reproduce: 'node leak.mjs' },
    ];
    const recorded = verified(new RecordedRun('r1').start(), defects);
    recorded.did('reproduce', { ...place, run: 'node show.mjs', timeoutSeconds: 60 }, commandResult(1));
    recorded.did('reproduce', { ...place, run: 'node leak.mjs', timeoutSeconds: 60 }, commandResult(0));
    expect(iterationFacts(lastIteration(recorded))).toEqual([
      { name: 'Defect (high)', text: 'src/a.js:3 Off by one (reproduced)' },
      { name: 'Defect (low)', text: 'Odd name (claimed without a command that shows it)' },
      { name: 'Defect (medium)', text: 'Leak (not reproduced)' },
    ]);
    expect(iterationMarks(lastIteration(recorded))).toEqual(['3 defects']);
  });

  it.each([
    [[], 'claims no defect'],
    [null, 'gave no valid verdict'],
  ] as const)('tells that the checker with %j %s', (defects, words) => {
    const iteration = lastIteration(verified(new RecordedRun('r1').start(), defects && [...defects]));
    expect(iterationFacts(iteration)).toEqual([{ name: 'Checker', text: words }]);
  });
});

describe('the runs of a proof', () => {
  it('are one row of their iteration, which opens', () => {
    const recorded = new RecordedRun('r1').start().check(1, 0);
    const scratch = { item: 'default', worktree: '/w-proof', base: objectId('b') };
    const check1 = { id: 'tests', run: 'npm test', env: {}, timeoutSeconds: 60 };
    const prove = (cell: string, passed: boolean) => {
      const at = `1/proof/tests/${cell}`;
      recorded.did('prepare', scratch, { status: 'ready', configuration: 'none' }, `${at}/prepare`);
      const result = { ...commandResult(passed ? 0 : 1), passed };
      const input = { item: 'default', worktree: '/w-proof', iteration: 1, check: check1 };
      recorded.did('check', input, result, `${at}/check/tests`);
    };
    prove('t1s0', false);
    prove('t0s1', true);
    const store = new RunStore(fold);
    store.history('r1', recorded.events);
    const entry = store.get('r1');
    const [iteration, ...others] = entry ? runRow(entry, 0).children() : [];
    const labels = (rows: readonly RunRow[] = []) => rows.map(({ label }) => label);
    expect(others).toEqual([]);
    expect(labels(iteration?.children())).toEqual(['Check: tests', 'Red-green proof: tests']);
    expect(labels(iteration?.children()[1]?.children())).toEqual([
      'Make the worktree',
      'Check: tests',
      'Make the worktree',
      'Check: tests',
    ]);
  });

  it('are one row too where a merge is proven, which has no number in its keys', () => {
    const recorded = new RecordedRun('r1').start().check(1, 0);
    const at = 'land/1/proof/tests/t1s0';
    const scratch = { item: 'default', worktree: '/w-proof', base: objectId('b') };
    const check2 = { id: 'tests', run: 'npm test', env: {}, timeoutSeconds: 60 };
    recorded.did('prepare', scratch, { status: 'ready', configuration: 'none' }, `${at}/prepare`);
    const input = { item: 'default', worktree: '/w-proof', iteration: 2, check: check2 };
    recorded.did('check', input, { ...commandResult(1), passed: false }, `${at}/check/tests`);
    const store = new RunStore(fold);
    store.history('r1', recorded.events);
    const entry = store.get('r1');
    const rows = entry ? runRow(entry, 0).children() : [];
    expect(rows.map(({ label }) => label)).toEqual(['Iteration 1', 'Iteration 2']);
    expect(rows[1]?.children().map(({ label }) => label)).toEqual(['Red-green proof: tests']);
  });
});
