import { describe, expect, it } from 'vitest';
import { answeredSchema } from '../../../src/cli/reviewReport.ts';
import { runStandingSchema } from '../../../src/model/commandLineShapes.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { saidTo } from '../../../src/model/shapes.ts';
import { FakeRunner, promptAbout } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

function waiting(): FakeRunner {
  const runner = new FakeRunner();
  runner.addWaiting('r1');
  runner.prompts = [promptAbout('p1'), promptAbout('p2')];
  runner.files.set('src/booking.js', { base: 'one\nold\nend\n', head: 'one\nnew\nend\n' });
  return runner;
}

/** What people said to the item, of one kind. */
function said(runner: FakeRunner, kind: string) {
  const state = foldAll(runner.journals.get('r1') ?? []);
  return state === undefined ? [] : saidTo(state, 'default').filter((one) => one.kind === kind);
}

describe('how an answer was given', () => {
  it('is likely unless it says otherwise, and looked up where the change stands above it', async () => {
    const plain = waiting();
    await call(plain, ['review', 'r1'], { answers: ['1'] });
    expect(said(plain, 'answered')).toMatchObject([{ confidence: 'likely', looked: true, credit: 0.25 }]);
    const sure = waiting();
    const { out } = await call(sure, ['review', 'r1', '--ask-only'], { answers: ['1!'] });
    expect(out).not.toContain('@@');
    expect(said(sure, 'answered')).toMatchObject([{ confidence: 'sure', looked: false, credit: 0.5 }]);
  });

  it('can be a guess, which opens nothing', async () => {
    const runner = waiting();
    const { exit } = await call(runner, ['review', 'r1', '--ask-only'], { answers: ['1 ?', '1'] });
    expect(exit).toBe(0);
    expect(said(runner, 'answered')).toMatchObject([
      { confidence: 'guess', correct: true, credit: 0 },
      { confidence: 'likely', correct: true, credit: 0.5 },
    ]);
    const one = ['review', 'r1', '--prompt', 'p1', '--answer', '1', '--json', '--sure'];
    const guessed = await call(waiting(), [...one, 'guess']);
    expect(guessed.exit).toBe(3);
    expect(answeredSchema.parse(JSON.parse(guessed.out)).answer).toMatchObject({ correct: true, credit: 0 });
    expect((await call(waiting(), [...one, 'very'])).exit).toBe(2);
  });
});

describe('--expect', () => {
  it('asks before the change is shown, and tells what is other', async () => {
    const { out } = await call(waiting(), ['review', 'r1', '--expect'], {
      answers: ['2, 9', '2', 'It is faster.', '1'],
    });
    expect(out).toContain('Type numbers from 1 to 3, with commas.');
    expect(out).toMatch(
      /Touched, and not expected:\n {2}src\/booking\.js\nExpected, and not touched:\n {2}src\/room\.js\n/,
    );
    expect(out.indexOf('Touched, and not expected')).toBeLessThan(out.indexOf('@@'));
    expect(out).toContain('The gate holds.');
  });

  it('can be skipped, and does not go with --json', async () => {
    const runner = waiting();
    const { exit } = await call(runner, ['review', 'r1', '--expect'], { answers: ['', '1'] });
    expect(exit).toBe(0);
    expect(runner.asked).not.toContain('expect');
    expect((await call(waiting(), ['review', 'r1', '--expect', '--json'])).exit).toBe(2);
  });
});

describe('override', () => {
  it('opens the gate for a reason, and says what comes next', async () => {
    const runner = waiting();
    expect((await call(runner, ['override', 'r1', '--reason', ' '])).exit).toBe(2);
    expect((await call(runner, ['override', 'r1'])).exit).toBe(2);
    const { exit, out } = await call(runner, ['override', 'r1', '--reason', 'The shop is down.']);
    expect(exit).toBe(0);
    expect(out).toContain('You answer for the change of run r1: The shop is down.\nnext: loopwright land r1');
    expect((await call(runner, ['show', 'r1'])).out).toMatch(/holds: Ada.* answers for it: The shop is down\./);
    expect((await call(runner, ['land', 'r1'])).exit).toBe(0);
    const again = await call(runner, ['override', 'r1', '--reason', 'The shop is down.']);
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('delivered already') });
  });

  it('prints where the item is with --json, and is named where the gate is closed for good', async () => {
    const { out } = await call(waiting(), ['override', 'r1', '--reason', 'The shop is down.', '--json']);
    expect(runStandingSchema.parse(JSON.parse(out))).toEqual({
      run: 'r1',
      status: 'waiting',
      reason: 'The shop is down.',
    });
    const runner = waiting();
    runner.prompts = [promptAbout('p1')];
    const closed = await call(runner, ['review', 'r1'], { answers: ['2'] });
    expect(closed.out).toContain('or: loopwright override r1 --reason');
  });
});
