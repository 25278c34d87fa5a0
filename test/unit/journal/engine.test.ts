import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type StepContext, StepFailed, type StepHandlers, Stopped } from '../../../src/engine/durable.ts';
import { type JournalRun, openRun, ReplayMismatch, type RunCommand } from '../../../src/journal/engine.ts';
import { readJournal } from '../../../src/journal/journalFile.ts';
import { journalFile } from '../../../src/journal/stepFolder.ts';
import type { CheckResult } from '../../../src/model/steps.ts';
import { checkInput, edited, passedCommand, rejected, runStart } from './events.ts';
import { handlersFor } from './fakeHandlers.ts';
import { noCommand, openedRun, outcomeOf } from './openedRun.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const folder = temporaryFolders();
const open = openedRun;
const types = (run: JournalRun): readonly string[] => run.events.map(({ event }) => event.type);
const check = (run: JournalRun, key: string): Promise<CheckResult> => run.step(key, 'check', checkInput(key));
/** Resolves when the signal aborts, like a command that is being stopped. */
const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
const stoppedCommand: RunCommand = async (_directory, _specify, signal) => {
  await untilAborted(signal);
  return { ...passedCommand, ended: 'stopped', exitCode: null };
};
const underWrapper = async (_input: unknown, context: StepContext, own?: AbortSignal): Promise<CheckResult> => {
  const specify = () => Promise.reject(new Error('not in this test'));
  return { ...(await context.command(specify, own)), passed: false };
};
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a step', () => {
  it('is done once, and answered from the journal afterwards', async () => {
    const directory = folder();
    let calls = 0;
    const handler: StepHandlers['check'] = async (_, context) => {
      calls += 1;
      expect(existsSync(context.directory)).toBe(true);
      expect([context.runId, context.key]).toEqual(['r1', 'a/1']);
      return { ...passedCommand, exitCode: calls };
    };
    const live = open({ directory, check: handler });
    const result = await check(live, 'a/1');
    expect(types(live)).toEqual(['step.started', 'step.finished']);
    await live.close();
    const replayed = open({ directory, check: handler });
    expect(await check(replayed, 'a/1')).toStrictEqual(result);
    expect(calls).toBe(1);
    expect(replayed.events).toStrictEqual(live.events);
    await replayed.close();
  });

  it('fails the same way at every replay', async () => {
    const directory = folder();
    let calls = 0;
    const handler = async (): Promise<CheckResult> => {
      calls += 1;
      throw new Error('disk on fire');
    };
    for (let turn = 0; turn < 2; turn += 1) {
      const run = open({ directory, check: handler });
      const failure = await check(run, 'a').catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StepFailed);
      expect((failure as Error).message).toBe('disk on fire');
      await run.close();
    }
    expect(calls).toBe(1);
  });

  it('fails when its handler gives what is no result of it', async () => {
    const run = open({ directory: folder(), check: async () => ({ nonsense: true }) as unknown as CheckResult });
    expect(await outcomeOf(check(run, 'a'))).toMatch(/^StepFailed: .*nonsense/s);
    await run.close();
  });

  it('that was started and not finished runs again, with the input that was recorded', async () => {
    const directory = folder();
    const inputs: unknown[] = [];
    const never = open({ directory, check: () => new Promise(() => undefined) });
    void never.step('a', 'check', checkInput('first'));
    await tick();
    await never.close();
    const handler: StepHandlers['check'] = async (input) => {
      inputs.push(input);
      return passedCommand;
    };
    const run = open({ directory, check: handler });
    await run.step('a', 'check', checkInput('second'));
    expect(inputs).toEqual([checkInput('first')]);
    expect(types(run)).toEqual(['step.started', 'step.finished']);
    await run.close();
  });

  it('has one command', async () => {
    const command: RunCommand = async () => passedCommand;
    const twice = async (input: unknown, context: StepContext) => {
      await underWrapper(input, context);
      return underWrapper(input, context);
    };
    const run = open({ directory: folder(), check: twice, command });
    expect(await outcomeOf(check(run, 'a'))).toContain('second command');
    await run.close();
  });

  it('is not stopped when its own signal ends its command: the handler says what that means', async () => {
    const directory = folder();
    const purse = new AbortController();
    const handler: StepHandlers['check'] = async (input, context) => {
      const result = await underWrapper(input, context, purse.signal);
      expect([context.signal.aborted, result.ended]).toEqual([false, 'stopped']);
      return { ...result, tail: 'over budget' };
    };
    const run = open({ directory, check: handler, command: stoppedCommand });
    const asked = check(run, 'item/a');
    await tick();
    purse.abort();
    expect(await asked).toMatchObject({ ended: 'stopped', tail: 'over budget' });
    expect(await outcomeOf(check(run, 'other/a'))).toBe('done');
    expect(types(run)).not.toContain('stop.requested');
    await run.close();
  });

  it('is stopped by the run although its command has a signal of its own', async () => {
    const own = new AbortController().signal;
    const handler: StepHandlers['check'] = (input, context) => underWrapper(input, context, own);
    const run = open({ directory: folder(), check: handler, command: stoppedCommand });
    const asked = outcomeOf(check(run, 'item/a'));
    await tick();
    await run.requestStop('Ada');
    expect(await asked).toBe('Stopped: The run was stopped by Ada.');
    await run.close();
  });

  it('is loud when the interpreter does not repeat itself', async () => {
    const directory = folder();
    const run = open({ directory });
    await check(run, 'a');
    await expect(check(run, 'a')).rejects.toThrow(ReplayMismatch);
    await expect(run.now('a')).rejects.toThrow('asked for twice');
    await run.close();
    const other = open({ directory });
    const asked = other.step('a', 'setup', { item: 'i', worktree: '/w', run: 'x' } as never);
    await expect(asked).rejects.toThrow(/recorded as "check" .* asked for as "setup"/);
    await other.close();
  });
});

describe('the clock and the start', () => {
  it('are the same at every replay', async () => {
    const directory = folder();
    const run = open({ directory, clock: () => 7 });
    expect(await run.start(runStart)).toEqual(runStart);
    expect(await run.now('begin')).toBe(7);
    await run.close();
    const replayed = open({ directory, clock: () => 8 });
    expect(await replayed.start({ ...runStart, loop: 'other' })).toEqual(runStart);
    expect(replayed.started).toEqual(runStart);
    expect(await replayed.now('begin')).toBe(7);
    expect(await replayed.now('later')).toBe(8);
    await replayed.close();
  });
});

describe('what a person says', () => {
  it('is taken once each, in order, also when it came before it was waited for', async () => {
    const directory = folder();
    const run = open({ directory });
    expect(await run.deliver({ id: '1', box: 'item', value: edited })).toBe('recorded');
    expect(await run.signal('gate/1', 'item')).toEqual(edited);
    const second = run.signal('gate/2', 'item');
    await tick();
    expect(
      await Promise.all([
        run.deliver({ id: '2', box: 'item', value: rejected }),
        run.deliver({ id: '2', box: 'item', value: rejected }),
      ]),
    ).toEqual(['recorded', 'known']);
    expect(await second).toEqual(rejected);
    expect(await run.deliver({ id: '1', box: 'item', value: edited })).toBe('known');
    await run.close();
    const replayed = open({ directory });
    expect(await replayed.signal('gate/1', 'item')).toEqual(edited);
    expect(await replayed.signal('gate/2', 'item')).toEqual(rejected);
    expect(replayed.events.filter(({ event }) => event.type === 'signal.sent')).toHaveLength(2);
    await replayed.close();
  });

  it('goes to two waits in turn', async () => {
    const run = open({ directory: folder() });
    const waits = [run.signal('a', 'item'), run.signal('b', 'item')];
    await tick();
    await Promise.all([
      run.deliver({ id: '1', box: 'item', value: edited }),
      run.deliver({ id: '2', box: 'item', value: rejected }),
    ]);
    expect(await Promise.all(waits)).toEqual([edited, rejected]);
    await run.close();
  });

  it('is still waited for after a crash, and is not wanted after the end', async () => {
    const directory = folder();
    const first = open({ directory });
    void first.signal('gate', 'item').catch(() => undefined);
    await tick();
    await first.close();
    const run = open({ directory });
    const wait = run.signal('gate', 'item');
    await run.deliver({ id: '1', box: 'item', value: edited });
    expect(await wait).toEqual(edited);
    expect(types(run)).toEqual(['signal.awaited', 'signal.sent', 'signal.taken']);
    await run.finish({ status: 'gave-up', reason: 'x' });
    await run.finish({ status: 'failed', reason: 'y' });
    expect(run.outcome).toEqual({ status: 'gave-up', reason: 'x' });
    expect(await run.deliver({ id: '2', box: 'item', value: edited })).toBe('over');
    expect(await run.requestStop('Ada')).toBe('over');
    await run.close();
  });
});

describe('a stop', () => {
  /** An interpreter that tidies up after a stop: what each ask came to, in order. */
  async function interpret(run: JournalRun): Promise<readonly string[]> {
    const story: string[] = [];
    const tell = async (name: string, promise: Promise<unknown>): Promise<void> => {
      story.push(`${name} ${(await outcomeOf(promise)).split(':')[0]}`);
    };
    await tell('a', check(run, 'item/a'));
    await tell('b', check(run, 'item/b'));
    await tell('gate', run.signal('item/gate', 'item'));
    await tell('c', check(run, 'item/c'));
    return story;
  }

  async function again(directory: string): Promise<readonly string[]> {
    const handler = async (): Promise<CheckResult> => {
      throw new Error('must not run again');
    };
    const run = open({ directory, check: handler });
    const { length } = run.events;
    const story = await interpret(run);
    expect(run.events).toHaveLength(length);
    await run.close();
    return story;
  }

  it('ends the running command; the step is stopped, the rest is done', async () => {
    const directory = folder();
    const handler = (input: Parameters<StepHandlers['check']>[0], context: StepContext) =>
      input.check.id === 'item/a' ? underWrapper(input, context) : Promise.resolve(passedCommand);
    const run = open({ directory, check: handler, command: stoppedCommand });
    const telling = interpret(run);
    await tick();
    expect(await Promise.all([run.requestStop('Ada'), run.requestStop('Bob')])).toEqual(['recorded', 'known']);
    await run.deliver({ id: '1', box: 'item', value: edited });
    const story = await telling;
    expect(story).toEqual(['a Stopped', 'b done', 'gate done', 'c done']);
    expect(await run.requestStop('Eve')).toBe('known');
    expect(types(run).filter((type) => type === 'stop.requested')).toHaveLength(1);
    await run.close();
    expect(await again(directory)).toEqual(story);
  });

  it('during a step that gets through anyway is told at the next one', async () => {
    const directory = folder();
    const handler: StepHandlers['check'] = async (input, context) => {
      if (input.check.id === 'item/a') await untilAborted(context.signal);
      return passedCommand;
    };
    const run = open({ directory, check: handler });
    const telling = interpret(run);
    await tick();
    await run.requestStop('Ada');
    await run.deliver({ id: '1', box: 'item', value: edited });
    const story = await telling;
    expect(story).toEqual(['a done', 'b Stopped', 'gate done', 'c done']);
    expect(run.events.some(({ event }) => event.type === 'step.started' && event.key === 'item/b')).toBe(false);
    await run.close();
    expect(await again(directory)).toEqual(story);
  });

  it('during a wait ends the wait', async () => {
    const directory = folder();
    const run = open({ directory });
    const telling = interpret(run);
    await tick();
    await run.requestStop('Ada');
    const story = await telling;
    expect(story).toEqual(['a done', 'b done', 'gate Stopped', 'c done']);
    expect(run.events.find(({ event }) => event.type === 'signal.taken')?.event).toMatchObject({ id: null });
    await run.close();
    expect(await again(directory)).toEqual(story);
  });

  it('that was requested before a crash stops what the successor finds running', async () => {
    const directory = folder();
    const first = open({ directory, check: () => new Promise(() => undefined) });
    void check(first, 'a');
    await tick();
    await first.requestStop('Ada');
    await first.close();
    const run = open({ directory, check: underWrapper, command: stoppedCommand });
    const failure = await check(run, 'a').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Stopped);
    expect((failure as Error).message).toBe('The run was stopped by Ada.');
    await run.close();
  });

  it('hides no failure that came before it', async () => {
    const run = open({ directory: folder(), check: async () => Promise.reject(new Error('broken')) });
    expect(await outcomeOf(check(run, 'item/a'))).toBe('StepFailed: broken');
    await run.requestStop('Ada');
    expect(await outcomeOf(check(run, 'item/b'))).toBe('Stopped: The run was stopped by Ada.');
    await run.close();
  });
});

describe('followers', () => {
  it('see each event once, when another process can read it', async () => {
    const directory = folder();
    const run = open({ directory });
    const seen: number[] = [];
    run.onDurable((recorded) => {
      const read = readJournal(journalFile(directory));
      expect(read.ok && read.value.length).toBeGreaterThan(recorded.seq);
      seen.push(recorded.seq);
    });
    await check(run, 'a');
    await run.deliver({ id: '1', box: 'item', value: edited });
    expect(seen).toEqual([0, 1, 2]);
    expect(run.head).toMatch(/^[0-9a-f]{32}$/);
    await run.close();
  });
});

describe('a damaged journal', () => {
  it('opens no run', async () => {
    const directory = folder();
    const { writeFileSync, mkdirSync } = await import('node:fs');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'journal.jsonl'), 'garbage\n');
    const opened = openRun({ runId: 'r', directory, handlers: handlersFor({}), command: noCommand, clock: Date.now });
    expect(opened).toMatchObject({ ok: false, error: { code: 'corrupt' } });
  });
});
