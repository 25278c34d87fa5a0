import { describe, expect, it } from 'vitest';
import { decidedSchema, entrySchema, runStandingSchema } from '../../../src/model/commandLineShapes.ts';
import { inboxEntrySchema } from '../../../src/model/inbox.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { item } from './journal.ts';

const finding = {
  id: 'finding:triage:1f0c9ab2',
  kind: 'finding',
  about: '1f0c9ab2',
  title: 'leak in \u001b[2Jcache',
  actions: ['decide', 'dismiss', 'snooze'],
} as const;
const question = {
  id: 'question:r7:default:1/make/0',
  kind: 'question',
  title: 'triage asks',
  why: `Which of both?\n${'x'.repeat(300)}\nthe end`,
  actions: ['answer', 'dismiss'],
} as const;

async function raised(): Promise<FakeRunner> {
  const runner = new FakeRunner();
  runner.addWaiting('r1');
  await runner.raise({ ...finding, actions: [...finding.actions] });
  await runner.raise({ ...question, actions: [...question.actions], severity: 'high' });
  await runner.raise({ id: 'held:triage', kind: 'held', actions: ['enable', 'dismiss'], severity: 'low' });
  return runner;
}

describe('inbox', () => {
  it('says that nothing waits', async () => {
    expect(await call(new FakeRunner(), ['inbox'])).toEqual({ exit: 0, out: 'Nothing waits for you.\n', err: '' });
  });

  it('lists what waits over all runs, with the command to act with', async () => {
    const { exit, out } = await call(await raised(), ['inbox']);
    expect(exit).toBe(0);
    expect(out).toMatch(/question +triage asks {2}2 h ago\n {4}Which of both\?\n {4}loopwright reply question:r7/);
    expect(out).toContain('leak in \\u{1b}[2Jcache');
    expect(out).toContain('loopwright decide 1f0c9ab2 do');
    expect(out).toContain('loopwright enable triage');
    expect(out).toContain('loopwright review r1');
    expect(out.indexOf('question')).toBeLessThan(out.indexOf('held'));
    const json = inboxEntrySchema.array().parse(JSON.parse((await call(await raised(), ['inbox', '--json'])).out));
    expect(json.map(({ kind }) => kind)).toEqual(['question', 'gate', 'finding', 'held']);
  });

  it('shows one entry whole, by the beginning of its id', async () => {
    const { out } = await call(await raised(), ['inbox', 'question:']);
    expect(out).toContain('the end');
    expect(out).toContain('loopwright inbox dismiss question:r7:default:1/make/0');
    const { exit, err } = await call(await raised(), ['inbox', 'nothing']);
    expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('`loopwright inbox` lists them') });
  });

  it('dismisses what was seen, and only what may be dismissed', async () => {
    const runner = await raised();
    const { out } = await call(runner, ['inbox', 'dismiss', 'finding:', '--why', 'known', '--json']);
    expect(entrySchema.parse(JSON.parse(out))).toEqual({ id: finding.id });
    expect((await call(runner, ['inbox'])).out).not.toContain('leak in');
    const gate = await call(runner, ['inbox', 'dismiss', 'gate:']);
    expect(gate).toMatchObject({ exit: 1, err: expect.stringContaining('waits for more than to be seen') });
    const ambiguous = await call(runner, ['inbox', 'dismiss', '']);
    expect(ambiguous.exit).toBe(2);
  });

  it('puts off, and takes back by itself', async () => {
    const runner = await raised();
    const { out } = await call(runner, ['inbox', 'snooze', finding.id, '--for', '2d', '--json']);
    const { until = '' } = entrySchema.parse(JSON.parse(out));
    expect(Math.abs(Date.parse(until) - Date.now() - 172_800_000)).toBeLessThan(60_000);
    expect((await call(runner, ['inbox'])).out).not.toContain('leak in');
    expect((await call(runner, ['inbox', 'snooze', 'held:triage'])).exit).toBe(2);
    expect((await call(runner, ['inbox', 'snooze', 'held:triage', '--for', 'ever'])).exit).toBe(2);
  });
});

describe('reply', () => {
  it('answers a question and nothing else', async () => {
    const runner = await raised();
    const wrong = await call(runner, ['reply', 'held:triage', 'yes']);
    expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('asks nothing') });
    const { exit, out } = await call(runner, ['reply', 'question:', 'the', 'second', '--json']);
    expect({ exit, entry: entrySchema.parse(JSON.parse(out)) }).toEqual({
      exit: 0,
      entry: { id: question.id, heard: false },
    });
    expect(runner.lessons).toEqual(['the second']);
    expect((await call(runner, ['reply', 'question:', 'again'])).exit).toBe(2);
    expect((await call(runner, ['reply', 'held:triage', 'x'.repeat(8193)])).exit).toBe(2);
  });

  it('says who reads the answer', async () => {
    const gone = await call(await raised(), ['reply', question.id, 'yes']);
    expect(gone.out).toContain('is gone; the next run of triage reads it');
    const runner = await raised();
    runner.working.add(question.id);
    const there = await call(runner, ['reply', question.id, 'yes']);
    expect(there.out).toContain('still works and gets it');
  });
});

describe('decide', () => {
  it('finds the loop through the inbox', async () => {
    const runner = await raised();
    const { exit, out } = await call(runner, ['decide', '1f0c9ab2', 'never', '--note', 'by design']);
    expect({ exit, out }).toEqual({
      exit: 0,
      out: 'Decided never: leak in \\u{1b}[2Jcache\nThe next run of triage reads it.\n',
    });
    expect(runner.decisions).toEqual([{ loop: 'triage', finding: '1f0c9ab2', what: 'never', note: 'by design' }]);
    expect((await call(runner, ['inbox'])).out).not.toContain('leak in');
  });

  it('takes a date or a length with later, and with that alone', async () => {
    const runner = await raised();
    const json = await call(runner, ['decide', '1f0c9ab2', 'later', '--for', '2w', '--json']);
    const { until = '', ...rest } = decidedSchema.parse(JSON.parse(json.out));
    expect(rest).toEqual({ loop: 'triage', finding: '1f0c9ab2', what: 'later' });
    expect(Math.abs(Date.parse(until) - Date.now() - 14 * 86_400_000)).toBeLessThan(60_000);
    const dated = await call(runner, ['decide', '1f0c9ab2', 'later', '--until', '2999-12-01', '--loop', 'triage']);
    expect(dated.exit).toBe(0);
    expect(runner.decisions.at(-1)?.until).toBe(new Date(2999, 11, 1).getTime());
    for (const wrong of [
      ['later'],
      ['later', '--until', '2001-01-01'],
      ['later', '--until', '2999-02-30'],
      ['later', '--for', '2w', '--until', '2999-12-01'],
      ['do', '--for', '2w'],
      ['perhaps'],
    ]) {
      expect((await call(runner, ['decide', '1f0c9ab2', ...wrong, '--loop', 'triage'])).exit).toBe(2);
    }
  });

  it('says what it needs where the loop is not clear', async () => {
    const runner = await raised();
    expect(await call(runner, ['decide', 'nonsense', 'do'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('8 hexadecimal digits'),
    });
    expect(await call(runner, ['decide', '00000000', 'do'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--loop'),
    });
    await runner.raise({ ...finding, id: 'finding:other:1f0c9ab2', loop: 'other', actions: ['decide'] });
    expect(await call(runner, ['decide', '1f0c9ab2', 'do'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Several loops have a finding 1f0c9ab2'),
    });
    expect(runner.decisions).toEqual([]);
  });
});

describe('a gate and a question of a run', () => {
  function gated(): FakeRunner {
    const runner = new FakeRunner();
    runner.addItems('r1', [item('one-11111111', 'one'), item('two-22222222', 'two')], []);
    runner.await('r1', 'one-11111111', 'gate/spend');
    return runner;
  }

  it('approves at the gate that it waits at', async () => {
    const runner = gated();
    expect((await call(runner, ['inbox'])).out).toContain('loopwright approve r1 --item one-11111111');
    expect(await call(runner, ['approve', 'r1', '--gate', 'merge'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('waits at the gate spend, not at merge'),
    });
    const { exit, out } = await call(runner, ['approve', 'r1', '--gate', 'spend', '--json']);
    expect(exit).toBe(0);
    expect(runStandingSchema.parse(JSON.parse(out))).toMatchObject({ item: 'one-11111111', status: 'running' });
    expect(await call(runner, ['approve', 'r1', '--item', 'one'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('does not wait'),
    });
  });

  it('tells a change that is to be landed from a gate', async () => {
    const runner = new FakeRunner();
    runner.addWaiting('r1');
    expect(await call(runner, ['approve', 'r1'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('next: loopwright review r1'),
    });
    expect(await call(gated(), ['land', 'r1'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('next: loopwright approve r1 --item one-11111111'),
    });
  });

  it('lets a stalled item go on with a note', async () => {
    const runner = gated();
    expect(await call(runner, ['continue', 'r1', 'go'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('does not ask how to go on'),
    });
    runner.await('r1', 'two-22222222', 'ask');
    const { exit, out } = await call(runner, ['continue', 'r1', '--item', 'two', 'try', 'the', 'parser']);
    expect(exit).toBe(0);
    expect(out).toContain('Told. running');
    expect(runner.state('r1')?.items.get('two-22222222')?.said).toMatchObject([{ note: 'try the parser' }]);
    expect((await call(runner, ['continue', 'r1', '--item', 'two', ' '])).exit).toBe(2);
  });
});
