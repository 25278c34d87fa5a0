import { describe, expect, it } from 'vitest';
import { evidenceText } from '../../../src/cli/text/evidenceText.ts';
import { paint } from '../../../src/cli/text/paint.ts';
import { runText } from '../../../src/cli/text/runText.ts';
import { evidenceSchema } from '../../../src/model/evidence.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { itemMeant } from '../../../src/model/runView.ts';
import { detailOf, runDetailSchema } from '../../../src/model/shapes.ts';
import type { Proof } from '../../../src/model/steps.ts';
import { evidenceOf } from '../../../src/review/evidence/evidenceOf.ts';
import { changeOf, fileChange, person, RecordedRun, roleInput, roleReport } from '../extension/recordedRun.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);

function textOf(run: RecordedRun): string {
  const state = foldAll(run.events);
  const item = state && itemMeant(state, undefined);
  if (state === undefined || item === undefined) throw new Error('no item');
  return evidenceText(evidenceOf(state, item), paint(false)).join('\n');
}

describe('show', () => {
  it('says what became of a change that landed', () => {
    const state = foldAll(new RecordedRun('r1').untilWaiting(change).events);
    if (state === undefined) throw new Error('no run');
    const detail = detailOf(state);
    const fate = { words: 'reverted 2 days later by 1a2b3c4d5e', stands: 0, changedBy: [], isOver: false };
    const items = detail.items.map((item) => ({ ...item, fate }));
    expect(runDetailSchema.parse({ ...detail, items }).items[0]?.fate).toEqual(fate);
    expect(runText({ ...detail, items }, items[0], paint(false)).join('\n')).toContain(`since then  ${fate.words}`);
    expect(runText(detail, detail.items[0], paint(false)).join('\n')).not.toContain('since then');
  });
});

describe('show --evidence', () => {
  const waiting = () => {
    const runner = new FakeRunner();
    runner.addWaiting('r1');
    return runner;
  };

  it('tells what speaks for a change, part by part', async () => {
    const { exit, out } = await call(waiting(), ['show', 'latest', '--evidence']);
    expect(exit).toBe(0);
    expect(out).toMatch(/goal\n {2}✓ reached after iteration 1/);
    expect(out).toMatch(/checks, iteration 1\n {2}✓ tests/);
    expect(out).toMatch(/checker\n {2}no checker has looked at it/);
    expect(out).toMatch(/understanding\n {2}Answer one prompt about what it wrote\./);
    expect(out).toMatch(/definition\n {2}\.loops\/keep-tests-green\.loop\.yaml {2}sha256:/);
  });

  it('tells the same facts in JSON, as the schema says', async () => {
    const { out } = await call(waiting(), ['show', 'r1', '--evidence', '--json']);
    const told = evidenceSchema.parse(JSON.parse(out));
    expect(told).toMatchObject({ run: 'r1', status: 'waiting', goal: { accepted: true } });
    const unknown = await call(waiting(), ['show', 'r1', '--evidence', '--item', 'nope']);
    expect(unknown).toMatchObject({ exit: 2, err: expect.stringContaining('nope') });
  });

  it('shows the four runs of a proof, defects with what became of them, and what people asked for', () => {
    const proof: Proof = { t0s0: true, t1s0: 'passed', t1s1: true, t0s1: true, holds: false, why: 'They pass too.' };
    const place = { item: 'default', worktree: '/w', iteration: 1, base: change.base, head: change.head, brief: '' };
    const defects = [{ severity: 'high' as const, title: 'Bad\u001b[31m', file: 'src/a.js', line: 3 }];
    const check = { id: 'tests', passed: false, exitCode: 0, ended: 'exit' as const, seconds: 1, tail: '' };
    const facts = { checks: [{ ...check, regressions: [], flaky: [], proof }] };
    const run = new RecordedRun('r1').start().commit(1, change);
    run.did('verify', { ...place, ...roleInput }, { ...roleReport, defects, changed: [] });
    run.decide(1, false, { facts, reasons: ['no'] }).await();
    const takenOut = [{ piece: 'p', path: 'src/a.js', patch: '-x\n', why: 'Not asked for' }];
    const value = { kind: 'request-changes' as const, head: change.head, remarks: [], takenOut, by: person };
    run.record({ type: 'signal.sent', id: 's1', box: 'default', value });
    const text = textOf(run);
    expect(text).toContain('✗ new tests on old sources: pass, so they prove nothing');
    expect(text).toContain('defect (high) src/a.js:3  Bad\\u{1b}[31m');
    expect(text).toContain('Raised in iteration 1, it stands. Its claim: not tried: no command shows it.');
    expect(text).toContain('Ada <ada@example.com> asked for changes after iteration 1');
    expect(text).toContain('taken out of src/a.js: Not asked for');
  });
});
