import { describe, expect, it } from 'vitest';
import { answeredSchema, reviewReportSchema } from '../../../src/cli/reviewReport.ts';
import { FakeRunner, promptAbout } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

function waiting(): FakeRunner {
  const runner = new FakeRunner();
  runner.addWaiting('r1');
  runner.prompts = [promptAbout('p1'), promptAbout('p2')];
  runner.files.set('src/booking.js', { base: 'one\nold\nend\n', head: 'one\nnew\u001b[2J\nend\n' });
  return runner;
}

describe('review', () => {
  it('shows the files with reasons, the diff made inert, and takes a right answer', async () => {
    const { exit, out } = await call(waiting(), ['review', 'r1'], { answers: ['1'] });
    expect(exit).toBe(0);
    expect(out).toContain('\n  1. src/booking.js  +1 −1  (code)\n  1 line to read\n');
    expect(out).toContain('@@ -1,3 +1,3 @@\n one\n-old\n+new\\u{1b}[2J\n end\n');
    expect(out).toContain('Right.');
    expect(out).toContain('The gate holds.');
    expect(out.trimEnd().split('\n').at(-1)).toBe('next: loopwright land r1');
  });

  it('shows the line after a miss and asks another', async () => {
    const runner = waiting();
    const { exit, out } = await call(runner, ['review', 'r1'], { answers: ['seven', '3', '1'] });
    expect(exit).toBe(0);
    expect(out).toContain('Type a number from 1 to 3.');
    expect(out).toMatch(/Not that one\.\n {2}src\/booking\.js:16 {2}return a < b;\n {2}tests fails/);
    expect(out.match(/Which did it write\?/g)).toHaveLength(2);
  });

  it('closes the gate when nothing more can be asked after a miss', async () => {
    const runner = waiting();
    runner.prompts = [promptAbout('p1')];
    const { exit, out } = await call(runner, ['review', 'r1'], { answers: ['2'] });
    expect(exit).toBe(3);
    expect(out).toContain('The gate is closed.');
    expect(out).toContain('loopwright reject r1');
  });

  it('ends with 3 at the end of the input, and nothing was answered', async () => {
    const runner = waiting();
    const { exit, out } = await call(runner, ['review', 'r1']);
    expect(exit).toBe(3);
    expect(out).toContain('Come back with: loopwright review r1');
    expect(runner.asked).not.toContain('answer');
  });

  it('with --json prints a report without a key and asks nothing', async () => {
    const { exit, out } = await call(waiting(), ['review', 'r1', '--json']);
    expect(exit).toBe(3);
    const report = reviewReportSchema.parse(JSON.parse(out));
    expect(report.outline.files.map(({ file }) => file.path)).toEqual(['src/booking.js']);
    expect(report.prompt?.id).toBe('p1');
    expect(report.understanding?.holds).toBe(false);
    expect(out).not.toMatch(/"key"|"written"|"correct"/);
  });

  it('takes one answer without asking, for the prompt that was shown only', async () => {
    const runner = waiting();
    const stale = await call(runner, ['review', 'r1', '--prompt', 'p0', '--answer', '1']);
    expect(stale).toMatchObject({ exit: 1, err: expect.stringContaining('not the one that is asked now') });
    expect((await call(runner, ['review', 'r1', '--prompt', 'p1', '--answer', '4'])).exit).toBe(2);
    const missed = await call(runner, ['review', 'r1', '--prompt', 'p1', '--answer', '2', '--json']);
    expect(missed.exit).toBe(3);
    expect(answeredSchema.parse(JSON.parse(missed.out)).answer.correct).toBe(false);
    const right = await call(runner, ['review', 'r1', '--prompt', 'p2', '--answer', '1']);
    expect(right).toMatchObject({ exit: 0, out: expect.stringContaining('next: loopwright land r1') });
  });

  it('still shows what was delivered, and asks nothing', async () => {
    const runner = waiting();
    runner.finish('r1', { status: 'delivered', reason: 'Landed on main.' });
    const { exit, out } = await call(runner, ['review', 'r1']);
    expect(exit).toBe(0);
    expect(out).toContain('-old');
    expect(runner.asked).not.toContain('prompt');
  });
});
