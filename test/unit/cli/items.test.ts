import { describe, expect, it } from 'vitest';
import { answeredSchema, reviewReportSchema } from '../../../src/cli/reviewReport.ts';
import { landedSchema, runStandingSchema } from '../../../src/model/commandLineShapes.ts';
import { recordedEventSchema } from '../../../src/model/event.ts';
import { runDetailSchema, runSummarySchema } from '../../../src/model/shapes.ts';
import { FakeRunner, promptAbout } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { facts, foundEvents, head, item, itemEvents, landed, outcomeOf, runStart, step } from './journal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

/** A key as somebody wrote it who wants to fool whoever reads the list. */
const hostile = '\u001b[2Jgone\r\n--all $(rm -rf /) \u202ereversed';
const items = [
  item('flaky-one-11111111', 'test/flaky one'),
  item('slow-22222222', 'test/slow'),
  item('evil-33333333', hostile),
];

function triage(...waiting: string[]): FakeRunner {
  const runner = new FakeRunner();
  runner.addItems('r1', items, waiting, { understand: undefined as never });
  return runner;
}

/** Nothing that a terminal would act on. */
const isInert = (text: string) => !/[\p{Cf}\p{Cs}]|(?![\t\n])\p{Cc}/u.test(text);

describe('a run with items', () => {
  it('is shown as a table of them, and not begun ones as such', async () => {
    const runner = triage('flaky-one-11111111', 'slow-22222222');
    const { exit, out } = await call(runner, ['show', 'r1']);
    expect(exit).toBe(0);
    expect(out).toContain('items  0 of 3 done, 2 waiting');
    expect(out).toMatch(/^ {2}test\/flaky one +waiting for you {2}1 iteration +Proven; waits/m);
    expect(out).toMatch(/^ {2}\\u\{1b\}\[2Jgone\S* .*not begun +0 iterations/m);
    expect(out).toContain('One of them: loopwright show r1 --item <key>');
    expect(out).toContain('next: loopwright inbox');
    expect(isInert(out)).toBe(true);
  });

  it('shows one item whole: by key, by the beginning of it, by id', async () => {
    const runner = triage('flaky-one-11111111', 'slow-22222222');
    for (const name of ['test/slow', 'test/s', 'slow-22222222']) {
      const { out } = await call(runner, ['show', 'r1', '--item', name]);
      expect(out).toMatch(/test\/slow {2}waiting for you\n/);
      expect(out).toContain('slow-22222222');
      expect(out).toContain('iteration 1  accepted');
      expect(out).toContain('next: loopwright review r1 --item slow-22222222');
    }
    const json = await call(runner, ['show', 'r1', '--item', 'test/slow', '--json']);
    expect(runDetailSchema.parse(JSON.parse(json.out))).toMatchObject({ item: 'slow-22222222', change: { head } });
  });

  it('can be asked for a hostile key as it is or as it is shown', async () => {
    const runner = triage('evil-33333333');
    const shown = '\\u{1b}[2Jgone\\u{d}\\u{a}--all $(rm -rf /) \\u{202e}reversed';
    for (const name of [hostile, shown, 'evil-33333333', '\u001b[2J']) {
      const { exit, out, err } = await call(runner, ['show', 'r1', '--item', name]);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(out).toContain(shown);
      expect(isInert(out)).toBe(true);
    }
    const { err } = await call(triage('evil-33333333', 'slow-22222222'), ['land', 'r1']);
    expect(isInert(err)).toBe(true);
  });

  it.each([
    ['land', 'r1'],
    ['review', 'r1'],
    ['reject', 'r1', '--reason', 'no'],
    ['approve', 'r1'],
    ['continue', 'r1', 'go'],
  ])('%s asks which one where several wait: exit code 2', async (...argv) => {
    const { exit, out, err } = await call(triage('flaky-one-11111111', 'slow-22222222'), argv);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('2 items of run r1 wait. Name one with --item:');
    expect(err).toContain('flaky-one-11111111  test/flaky one');
    expect(err).not.toContain('evil');
  });

  it('a name that fits none or several is wrong usage', async () => {
    const runner = triage('slow-22222222');
    const near = await call(runner, ['land', 'r1', '--item', 'test/slov']);
    expect(near).toMatchObject({ exit: 2, err: expect.stringContaining('Did you mean “test/slow”?') });
    const several = await call(runner, ['land', 'r1', '--item', 'test/']);
    expect(several).toMatchObject({ exit: 2, err: expect.stringContaining('2 items of run r1 begin so.') });
  });

  it('lands and rejects one item, and says which', async () => {
    const runner = triage('flaky-one-11111111', 'slow-22222222');
    const rejected = await call(runner, ['reject', 'r1', '--item', 'test/slow', '--reason', 'not now', '--json']);
    expect(runStandingSchema.parse(JSON.parse(rejected.out))).toEqual({
      run: 'r1',
      item: 'slow-22222222',
      status: 'rejected',
      reason: 'not now',
    });
    const first = await call(runner, ['land', 'r1', '--json']);
    expect(landedSchema.parse(JSON.parse(first.out))).toEqual({
      run: 'r1',
      item: 'flaky-one-11111111',
      commit: landed,
    });
    const again = await call(runner, ['land', 'r1', '--item', 'test/flaky one']);
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('(test/flaky one) was delivered already') });
    const early = await call(runner, ['land', 'r1', '--item', 'evil-33333333']);
    expect(early).toMatchObject({ exit: 1, err: expect.stringContaining('is still at work') });
  });

  it('reviews one item, with its prompts', async () => {
    const runner = new FakeRunner();
    runner.addItems('r1', items, ['flaky-one-11111111', 'slow-22222222']);
    runner.prompts = [promptAbout('p1'), promptAbout('p2')];
    const report = await call(runner, ['review', 'r1', '--item', 'test/slow', '--json']);
    expect(report.exit).toBe(3);
    expect(reviewReportSchema.parse(JSON.parse(report.out))).toMatchObject({
      item: 'slow-22222222',
      prompt: { id: 'p1' },
    });
    const right = ['review', 'r1', '--item', 'test/slow', '--prompt', 'p1', '--answer', '1', '--json'];
    const answered = await call(runner, right);
    expect(answeredSchema.parse(JSON.parse(answered.out))).toMatchObject({
      item: 'slow-22222222',
      understanding: { holds: true },
    });
    const other = await call(runner, ['review', 'r1', '--item', 'test/flaky one'], { answers: ['1'] });
    expect(other.exit).toBe(0);
    expect(other.out).toContain('next: loopwright land r1 --item flaky-one-11111111');
  });

  it('is listed with how many are done and wait, and what it used', async () => {
    const runner = triage('flaky-one-11111111', 'slow-22222222');
    runner.conclude('r1', 'slow-22222222', { status: 'delivered', reason: 'Landed.', commit: landed });
    const spent = { run: { tokens: 12_345, costUsd: null }, item: { tokens: 1, costUsd: null }, warnings: [] };
    runner.recordAll(
      'r1',
      step(
        'slow-22222222/1/account',
        'account',
        { loop: 'triage', item: 'slow-22222222', iteration: 1, limits: [], at: 1 },
        spent,
      ),
    );
    const { out } = await call(runner, ['runs']);
    expect(out).toContain('items: 1 of 3 done, 1 waiting');
    expect(out).toContain('12.3k tokens, unknown cost');
    const [summary] = runSummarySchema.array().parse(JSON.parse((await call(runner, ['runs', '--json'])).out));
    expect(summary).toMatchObject({ itemCount: 3, doneCount: 1, waitingCount: 1 });
  });

  it('an item that the end of its run has overtaken has ended with it', async () => {
    const runner = triage('slow-22222222');
    runner.finish('r1', { status: 'stopped', reason: 'Stopped by Ada.' });
    const { out } = await call(runner, ['show', 'r1']);
    expect(out).not.toContain('waiting for you');
    const { exit, err } = await call(runner, ['land', 'r1', '--item', 'test/slow']);
    expect({ exit, err }).toMatchObject({ exit: 1, err: expect.stringContaining('ended as stopped') });
  });
});

describe('what is shown of a pass', () => {
  it('has metrics, judge, defects and the four runs of a proof', async () => {
    const proof = {
      t0s0: true,
      t1s0: 'passed',
      t1s1: true,
      t0s1: true,
      holds: false,
      why: 'nothing is proven',
    } as const;
    const start = runStart('r1', { inputs: { min_failures: 3 } });
    const runner = new FakeRunner();
    runner.record('r1', { type: 'run.started', start });
    runner.recordAll(
      'r1',
      itemEvents(start, 'default', {
        defects: [
          { severity: 'high', title: 'loses \u001b[31mrows', file: 'src/a.js', line: 3, reproduce: 'node a.mjs' },
        ],
        facts: facts({
          checks: [outcomeOf(0, { proof, flaky: ['t1'], regressions: ['t2'], contradiction: 'the report says no' })],
          metrics: { coverage: 81.5 },
          judge: { passed: false, score: 6, scores: [6, 7, 5], reasons: ['a sleep'] },
        }),
      }),
    );
    const { out } = await call(runner, ['show', 'r1']);
    expect(out).toContain('min_failures=3');
    expect(out).toContain('coverage = 81.5');
    expect(out).toContain('the judges: 6 of 10 (6, 7, 5), does not pass it\n    a sleep');
    expect(out).toContain('defect (high) src/a.js:3  loses \\u{1b}[31mrows\n    reproduced with: node a.mjs');
    expect(out).toContain('red-green proof does not hold: nothing is proven');
    expect(out).toContain('✗ new tests on old sources: pass, so they prove nothing');
    expect(out).toContain('✓ old tests on new sources: pass');
    expect(out).toContain('fails newly: t2');
    expect(out).toContain('flaky: t1');
    expect(out).toContain('the report says no');
  });
});

describe('logs of several items', () => {
  function logged(...waiting: string[]): FakeRunner {
    const runner = triage(...waiting);
    runner.logs.set('flaky-one-11111111/1/make', 'first\nsecond');
    runner.logs.set('slow-22222222/1/make', 'third\n');
    return runner;
  }

  it('go item by item under headings', async () => {
    const { out } = await call(logged('flaky-one-11111111', 'slow-22222222'), ['logs', 'r1']);
    expect(out).toMatch(
      /== test\/flaky one: iteration 1, make repair ==\nfirst\nsecond\n[\s\S]*== test\/slow: iteration 1, make repair ==\nthird\n/,
    );
    const one = await call(logged('flaky-one-11111111', 'slow-22222222'), ['logs', 'r1', '--item', 'test/slow']);
    expect(one.out).toContain('third');
    expect(one.out).not.toContain('second');
  });

  it('are followed side by side, each line with its item', async () => {
    const runner = logged('flaky-one-11111111');
    setTimeout(() => runner.recordAll('r1', itemEvents(runStart('r1'), 'slow-22222222')), 20);
    setTimeout(() => runner.finish('r1', { status: 'stopped', reason: 'enough' }), 60);
    const { exit, out } = await call(runner, ['logs', 'r1', '--follow']);
    expect(exit).toBe(0);
    expect(out).toContain('[test/flaky one] first\n[test/flaky one] second\n');
    expect(out).toContain('[test/slow] == iteration 1, make repair ==\n[test/slow] third\n');
  });

  it('with --json can be those of one item', async () => {
    const { out } = await call(logged('flaky-one-11111111', 'slow-22222222'), [
      'logs',
      'r1',
      '--json',
      '--item',
      'test/slow',
    ]);
    const events = out
      .trim()
      .split('\n')
      .map((line) => recordedEventSchema.parse(JSON.parse(line)).event);
    expect(events.length).toBeGreaterThan(5);
    for (const event of events) {
      expect('box' in event ? event.box : 'key' in event ? event.key : '').toMatch(/^slow-22222222/);
    }
  });
});

it('a run of items that is watched tells of each with its key, and waits as one', async () => {
  const runner = new FakeRunner();
  runner.stuck = true;
  runner.afterEvent = (run, event) => {
    if (event.type !== 'run.started' || event.start.file.includes('found')) return;
    runner.journals.delete(run);
    const start = runStart(run, { file: 'found' });
    runner.recordAll(run, foundEvents(start, items.slice(1)));
    runner.recordAll(run, itemEvents(start, 'slow-22222222'));
    runner.recordAll(run, itemEvents(start, 'evil-33333333'));
  };
  const folder = await loopFolder('keep-tests-green');
  try {
    const { exit, out } = await call(runner, ['run', 'keep-tests-green', '--wait'], { folder });
    expect(exit).toBe(3);
    expect(out).toContain('2 items found');
    expect(out).toContain('[test/slow] iteration 1');
    expect(out).toMatch(/\[test\/slow\] {3}✓ tests/);
    expect(out).toContain('[\\u{1b}[2Jgone\\u{d}\\u{a}--a');
    expect(out.trimEnd().split('\n').at(-1)).toBe('next: loopwright inbox');
    expect(isInert(out)).toBe(true);
  } finally {
    await removeFolder(folder);
  }
});
