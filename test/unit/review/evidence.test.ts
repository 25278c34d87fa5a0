import { describe, expect, it } from 'vitest';
import { evidenceSchema } from '../../../src/model/evidence.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { itemMeant } from '../../../src/model/runView.ts';
import type { Defect, MakerReport } from '../../../src/model/steps.ts';
import type { DrivenTurn } from '../../../src/model/turn.ts';
import { evidenceOf } from '../../../src/review/evidence/evidenceOf.ts';
import {
  changeOf,
  commandResult,
  factsOf,
  fileChange,
  objectId,
  person,
  RecordedRun,
  roleInput,
  roleReport,
} from '../extension/recordedRun.ts';

const change = changeOf([fileChange('src/a.js', 'new', { added: 3, removed: 2 })]);
const place = { item: 'default', worktree: '/nowhere' };
const turn: DrivenTurn = { version: '2.1', model: 'm-1', tokens: 1000, costUsd: 0.5, priced: false, denied: 2 };

/** What stands for everything that the page is told, as its schema takes it. */
function evidence(run: RecordedRun) {
  const state = foldAll(run.events);
  const item = state && itemMeant(state, undefined);
  if (state === undefined || item === undefined) throw new Error('no item');
  return evidenceSchema.parse(JSON.parse(JSON.stringify(evidenceOf(state, item))));
}

function make(run: RecordedRun, iteration: number, report: Partial<MakerReport> = {}): RecordedRun {
  const input = { ...place, ...roleInput, iteration, head: change.base, feedback: '', checks: [], allowedPaths: [] };
  return run.did('make', { ...input, protectedPaths: [] }, { ...roleReport, final: false, ...report });
}

function verify(run: RecordedRun, iteration: number, defects: Defect[] | null): RecordedRun {
  const input = { ...place, ...roleInput, iteration, base: change.base, head: change.head, brief: '' };
  return run.did('verify', input, { ...roleReport, defects, changed: [] });
}

function reproduce(run: RecordedRun, iteration: number, command: string, exitCode: number): RecordedRun {
  const input = { ...place, iteration, head: change.head, run: command, timeoutSeconds: 1 };
  return run.did('reproduce', input, commandResult(exitCode, 'it breaks'));
}

function decide(run: RecordedRun, iteration: number, objections: string[]): RecordedRun {
  const input = { item: 'default', iteration, goal: 'checks.tests.passed', facts: factsOf(), objections };
  const result = { goalHolds: true, accepted: objections.length === 0, reasons: objections };
  return run.did('decide', input, result);
}

const defect = (title: string, more: Partial<Defect> = {}): Defect => ({ severity: 'high', title, ...more });

describe('the defects that a checker claimed', () => {
  it('are told with what became of them: reproduced, not reproduced, not tried, gone', () => {
    const run = new RecordedRun('r1').start().check(0, 1);
    verify(run, 1, [defect('Off by one', { file: 'src/a.js', line: 3, reproduce: 'node a.js' }), defect('Is slow')]);
    reproduce(run, 1, 'node a.js', 1);
    decide(run, 1, ['The checker found a defect (high): Off by one.']);
    verify(run, 2, [defect('Is slow')]);
    decide(run, 2, []);
    const { defects, checked, objections } = evidence(run);
    expect(defects.map(({ title, raised, gone, shown }) => [title, raised, gone, shown])).toEqual([
      ['Off by one', 1, 2, 'reproduced'],
      ['Is slow', 1, undefined, 'not-tried'],
    ]);
    expect(defects[0]?.evidence).toBe('exit code 1. it breaks');
    expect(checked).toEqual([1, 2]);
    expect(objections).toEqual([
      { text: 'The checker found a defect (high): Off by one.', from: 'review', raised: 1, gone: 2 },
    ]);
  });

  it('stand where nobody looked again, and where a verdict could not be read', () => {
    const run = new RecordedRun('r1').start().check(0, 1);
    verify(run, 1, [defect('Off by one')]);
    verify(run, 2, null);
    make(run.check(3, 1), 3);
    const { defects, unreadable, checked } = evidence(run);
    expect(defects[0]).not.toHaveProperty('gone');
    expect([unreadable, checked]).toEqual([[2], [1, 2]]);
  });

  it('are the same when the line moved, and come back as the same', () => {
    const run = new RecordedRun('r1').start();
    verify(run, 1, [defect('Off by one', { file: 'a', line: 3 })]);
    verify(run, 2, []);
    verify(run, 3, [defect('off by one ', { file: 'a', line: 9, severity: 'low' })]);
    const { defects } = evidence(run);
    expect(defects).toHaveLength(1);
    expect(defects[0]).toMatchObject({ raised: 1, line: 9, severity: 'low' });
    expect(defects[0]).not.toHaveProperty('gone');
  });

  it('show nothing where the shell could not run their command', () => {
    const run = new RecordedRun('r1').start();
    verify(run, 1, [defect('Off by one', { reproduce: 'nod a.js' })]);
    reproduce(run, 1, 'nod a.js', 127);
    expect(evidence(run).defects[0]?.shown).toBe('not-reproduced');
  });
});

describe('objections', () => {
  it('of policy are told apart from those of checker and judge, and gone with the first pass judged without them', () => {
    const run = new RecordedRun('r1').start();
    decide(run.commit(1, change), 1, ['src/x.js is protected.', 'Too many files.']);
    decide(run.commit(2, change), 2, ['Too many files.']);
    expect(evidence(run).objections).toEqual([
      { text: 'src/x.js is protected.', from: 'policy', raised: 1, gone: 2 },
      { text: 'Too many files.', from: 'policy', raised: 1 },
    ]);
  });
});

describe('what people asked for', () => {
  it('is told with the iteration that they read, their remarks, and what they took out', () => {
    const run = new RecordedRun('r1').start().pass(change).await();
    const anchor = { path: 'src/a.js', side: 'head' as const, commit: change.head, first: 2, last: 3 };
    const takenOut = [{ piece: 'p1', path: 'src/a.js', patch: '-x\n', why: 'Not asked for' }];
    const remarks = [{ id: 'm1', anchor, quote: ['x'], said: ['Why?'] }];
    const send = (id: string, value: Parameters<RecordedRun['record']>[0] & { type: 'signal.sent' }) =>
      run.record({ ...value, id });
    const box = 'default';
    send('s1', {
      type: 'signal.sent',
      id: '',
      box,
      value: { kind: 'request-changes', head: change.head, remarks, takenOut, note: 'Smaller', by: person },
    });
    send('s2', { type: 'signal.sent', id: '', box, value: { kind: 'edited', by: person } });
    send('s3', { type: 'signal.sent', id: '', box, value: { kind: 'edited', by: person, takenOut } });
    const by = 'Ada <ada@example.com>';
    expect(evidence(run).asked).toEqual([
      { kind: 'request-changes', by, after: 1, note: 'Smaller', remarks, takenOut },
      { kind: 'edit', by, remarks: [], takenOut: [] },
      { kind: 'take-out', by, remarks: [], takenOut },
    ]);
  });

  it('names no iteration for a head that no iteration of the journal made', () => {
    const run = new RecordedRun('r1').start().pass(change).await();
    const value = { kind: 'request-changes' as const, head: objectId('other'), remarks: [], takenOut: [], by: person };
    run.record({ type: 'signal.sent', id: 's1', box: 'default', value });
    expect(evidence(run).asked[0]).not.toHaveProperty('after');
  });
});

describe('cost and time', () => {
  it('are told by role and iteration; unknown stays unknown', () => {
    const run = new RecordedRun('r1').start().check(0, 1);
    make(run, 1, { agent: 'claude', turn });
    make(run, 1, { agent: 'claude', turn });
    make(run.check(1, 1, 'lint').check(1, 0), 2, { agent: 'command', usage: null });
    const { spent, performers } = evidence(run);
    expect(
      spent.map(({ iteration, who, seconds, tokens, costUsd }) => [iteration, who, seconds, tokens, costUsd]),
    ).toEqual([
      [0, 'checks', 0.5, 0, 0],
      [1, 'maker', 1, 2000, 1],
      [1, 'checks', 1, 0, 0],
      [2, 'maker', 0.5, null, null],
    ]);
    expect(performers).toEqual([
      { role: 'maker', agent: 'claude', version: '2.1', model: 'm-1', passes: 2, denied: 4 },
      { role: 'maker', agent: 'command', passes: 1, denied: 0 },
    ]);
  });

  it('of a command are worked out with the price of the loop', () => {
    const run = new RecordedRun('r1').start();
    const input = {
      ...place,
      ...roleInput,
      iteration: 1,
      head: change.base,
      feedback: '',
      checks: [],
      allowedPaths: [],
    };
    const price = { 'input-per-million': 10, 'output-per-million': 20 };
    const usage = { inputTokens: 100_000, outputTokens: 50_000, costUsd: null };
    run.did('make', { ...input, protectedPaths: [], price }, { ...roleReport, final: false, usage });
    expect(evidence(run).spent).toEqual([{ iteration: 1, who: 'maker', seconds: 0.5, tokens: 150_000, costUsd: 2 }]);
  });

  it('say what the budget was and what is used of it', () => {
    const run = new RecordedRun('r1').start().check(0, 1);
    const limits = [{ scope: 'run' as const, costUsd: 3 }];
    const used = { tokens: 10, costUsd: 1 };
    expect(evidence(run)).not.toHaveProperty('budget');
    run.did(
      'account',
      { loop: 'x', item: 'default', iteration: 1, limits, at: 0 },
      { run: used, item: used, warnings: [] },
    );
    expect(evidence(run).budget).toEqual({ run: used, item: used, limits });
  });
});

describe('the change itself', () => {
  it('is told with size, goal, the checks of the newest pass, understanding and the definition that produced it', () => {
    const passed = { id: 'tests', passed: true, exitCode: 0, ended: 'exit' as const, seconds: 1, tail: '' };
    const checks = [{ ...passed, regressions: [], flaky: [] }];
    const run = new RecordedRun('r1').start().check(0, 1).commit(1, change).decide(1, true, { facts: { checks } });
    const told = evidence(run.await());
    expect(told).toMatchObject({
      status: 'waiting',
      change: { head: change.head, files: 1, added: 3, removed: 2 },
      goal: { accepted: true, iteration: 1 },
      proven: { iteration: 1, checks: [{ id: 'tests', passed: true }] },
      understanding: { required: true, holds: false, right: 0, wrong: 0 },
      definition: { file: '.loops/keep-tests-green.loop.yaml', text: 'name: keep-tests-green\n', committed: true },
    });
  });

  it('is told before there is one, and with the end of the run where that overtook it', () => {
    const run = new RecordedRun('r1').start().prepare();
    expect(evidence(run)).toMatchObject({ status: 'running', goal: null, proven: null, spent: [] });
    expect(evidence(run)).not.toHaveProperty('change');
    run.end({ status: 'stopped', reason: 'Stopped by Ada.' });
    expect(evidence(run)).toMatchObject({ status: 'stopped', reason: 'Stopped by Ada.' });
  });
});
