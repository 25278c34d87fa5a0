import { describe, expect, it } from 'vitest';
import { runnerRequests } from '../../../src/protocol/runner.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { landed, landedUnit, of, standing } from '../comprehension/debt/ledgerRows.ts';
import { FakeRunner, promptAbout } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const unit = 'src/booking.js#overlaps';

/** Somebody who owes 20 lines, with two prompts about them. */
function owing(): FakeRunner {
  const runner = new FakeRunner();
  const units = [landedUnit(unit, { lines: 20, callers: 0 })];
  runner.landings = { rows: of(readerOf('ada@example.com'), landed(units)), standing: [standing(unit)] };
  runner.quizzes = [promptAbout('q1'), promptAbout('q2')];
  runner.nothingToPay = 'Three prompts were answered today; come back tomorrow.';
  return runner;
}

describe('quiz', () => {
  it('asks until nothing is left, tells why, and what is owed now', async () => {
    const runner = owing();
    const { exit, out } = await call(runner, ['quiz'], { answers: ['what', '2 ?', '1!'] });
    expect(exit).toBe(0);
    expect(out).toContain('Which line did it write?');
    expect(out).toContain('Type a number from 1 to 3. The first answer counts.');
    expect(out.indexOf('Not that one.')).toBeLessThan(out.indexOf('Right.'));
    expect(runner.quizzed).toEqual([
      { confidence: 'guess', looked: false },
      { confidence: 'sure', looked: false },
    ]);
    expect(out.trimEnd().split('\n').slice(-2)).toEqual([
      'Three prompts were answered today; come back tomorrow.',
      'You owe 10 lines, about 2 minutes of reading. It was 20 lines, about 4 minutes of reading.',
    ]);
  });

  it('leaves a prompt open where the input ends, and says how to come back', async () => {
    const runner = owing();
    const { exit, out } = await call(runner, ['quiz'], { answers: ['1'] });
    expect(exit).toBe(3);
    expect(out).toContain('The prompt waits for your answer. Come back with: loopwright quiz\n');
    expect(runner.quizzes.map(({ prompt }) => prompt.id)).toEqual(['q2']);
  });

  it('asks nothing where nothing is to be asked, and refuses what the runner refuses', async () => {
    const runner = new FakeRunner();
    expect(await call(runner, ['quiz'])).toEqual({
      exit: 0,
      out: 'You owe nothing: there is nothing to pay back.\n',
      err: '',
    });
    runner.refuses.set('quiz', { code: 'no-prompt-now', message: 'Ask again.' });
    expect(await call(runner, ['quiz'])).toEqual({ exit: 1, out: '', err: 'loopwright: Ask again.\n' });
  });

  it('prints the next prompt with --json and leaves it open', async () => {
    const runner = owing();
    const { exit, out } = await call(runner, ['quiz', '--json']);
    expect(exit).toBe(3);
    expect(runnerRequests.quiz.result.parse(JSON.parse(out))).toMatchObject({ status: 'ask', prompt: { id: 'q1' } });
    runner.quizzes = [];
    const none = await call(runner, ['quiz', '--json']);
    expect(none.exit).toBe(0);
    expect(JSON.parse(none.out)).toEqual({ status: 'nothing-to-ask', why: runner.nothingToPay });
  });
});
