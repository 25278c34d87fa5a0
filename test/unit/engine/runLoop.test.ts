import { describe, expect, it } from 'vitest';
import { runLoop } from '../../../src/engine/runLoop.ts';
import { foldAll, statusOf } from '../../../src/model/runState.ts';
import { MemoryDurable, Waiting, type World } from '../../support/memoryDurable.ts';
import { approves, file, id, loopOf, person, type Script, scripted, startOf } from './scene.ts';

type Options = Partial<ConstructorParameters<typeof MemoryDurable>[0]> & { loop?: string };

/** Runs a scripted world to its end, or to where it waits for a person. */
async function play(script: Script, options: Options = {}) {
  const { world, told } = scripted(script);
  const start = options.start ?? startOf();
  const durable = new MemoryDurable({ world, ...options, start });
  const outcome = await runLoop(loopOf(options.loop), start, durable).catch((error: unknown) => {
    if (error instanceof Waiting) return { status: 'waiting' as const, reason: error.key };
    throw error;
  });
  return { outcome, durable, told, world };
}

describe('iterating', () => {
  it('makes, commits, checks and decides until the goal holds, then waits for a person', async () => {
    const { outcome, durable } = await play({ passes: [{ tests: false }, { tests: true }] });
    expect(outcome).toEqual({ status: 'waiting', reason: 'default/wait/1' });
    expect(durable.done).toEqual([
      'run/recall',
      'default/prepare',
      ...['check/tests', 'decide'].map((step) => `default/0/${step}`),
      ...['make', 'commit', 'check/tests', 'decide'].map((step) => `default/1/${step}`),
      ...['make', 'commit', 'check/tests', 'decide', 'tidy'].map((step) => `default/2/${step}`),
    ]);
  });

  it('tells each pass exactly what failed before it', async () => {
    const { told } = await play({
      passes: [{ tests: false, files: [file('.github/x.yml')] }, { tests: false }, { tests: true }],
    });
    expect(told[0]).toMatch(/Check "tests" failed \(exit code 1\)[\s\S]+it broke/);
    expect(told[1]).toContain('.github/x.yml is protected');
    expect(told[1]).not.toContain('it broke');
    expect(told[2]).toContain('- checks.tests.passed is false');
  });

  it('does not check a change that breaks the policy', async () => {
    const { durable } = await play({
      passes: [{ tests: true, files: [file('.loops/tidy.loop.yaml')] }, { tests: true }],
    });
    expect(durable.done).not.toContain('default/1/check/tests');
    expect(durable.done).toContain('default/2/check/tests');
  });

  it('never takes a pass without a change for success', async () => {
    const { outcome } = await play({ passes: [1, 2, 3].map(() => ({ tests: true, files: [] })) });
    expect(outcome).toMatchObject({
      status: 'gave-up',
      reason: expect.stringMatching(/^3 iterations did not reach the goal: The change is empty/),
    });
  });

  it('ends with nothing found when the goal held before and nothing was changed', async () => {
    const { outcome, durable } = await play({ before: true, passes: [{ tests: true, files: [] }] });
    expect(outcome).toMatchObject({ status: 'nothing-found' });
    expect(durable.done.at(-1)).toBe('default/reclaim/1');
  });

  it('takes a maker at its word when it says that another pass is useless', async () => {
    const maker = { status: 'failed', final: true, summary: 'No edit helps.' } as const;
    const { outcome, told } = await play({ passes: [{ tests: false, maker }] });
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(/^No edit helps: /);
    expect(told).toHaveLength(1);
  });

  it('stops at the end of its working time and says so', async () => {
    const { world } = scripted({ passes: [{ tests: false }, { tests: true }] });
    let durable: MemoryDurable | undefined;
    const make: World['make'] = (input, key) => {
      durable?.wait(61 * 60_000);
      return world.make(input, key);
    };
    const slow: World = { ...world, make };
    durable = new MemoryDurable({ world: slow, start: startOf() });
    const outcome = await runLoop(loopOf(), startOf(), durable);
    expect(outcome).toEqual({ status: 'gave-up', reason: 'The budget of 60 minutes is used up after 1 iteration.' });
  });

  it('fails when a setup command fails, and says which', async () => {
    const { outcome } = await play({ passes: [] }, { loop: 'isolation: { setup: [fine, broken] }' });
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^Setup command "broken" failed: exit code 2/),
    });
  });

  it('fails with the words of a step that could not be done', async () => {
    const { world } = scripted({ passes: [] });
    const broken: World = {
      ...world,
      commit: () => {
        throw new Error('the disk is full');
      },
    };
    const outcome = await runLoop(loopOf(), startOf(), new MemoryDurable({ world: broken, start: startOf() }));
    expect(outcome).toEqual({ status: 'failed', reason: 'the disk is full' });
  });
});

describe('what becomes of the worktree', () => {
  const gaveUp: Script = { passes: [1, 2, 3].map(() => ({ tests: false })) };
  it.each([
    ['always', false, false],
    ['on-failure', false, true],
    ['never', true, true],
  ])('keep: %s', async (keep, goesAfterFailure, goesAfterLanding) => {
    const loop = `isolation: { keep: ${keep} }`;
    const reclaimed = (keys: readonly string[]) => keys.some((key) => key.startsWith('default/reclaim'));
    expect(reclaimed((await play(gaveUp, { loop })).durable.done)).toBe(goesAfterFailure);
    const landed = await play({ passes: [{ tests: true }] }, { loop, says: [approves(1)] });
    expect(reclaimed(landed.durable.done)).toBe(goesAfterLanding);
  });
});

describe('a person decides', () => {
  const proven: Script = { passes: [{ tests: true }] };

  it('lands exactly what was approved', async () => {
    const { outcome } = await play(proven, { says: [approves(1)] });
    expect(outcome).toEqual({
      status: 'delivered',
      reason: `Landed ${id('f').slice(0, 12)} on main.`,
      commit: id('f'),
    });
  });

  it.each([
    ['another tree', { tree: id('7') }],
    ['another head', { head: id('7') }],
    ['another base', { base: id('7') }],
    ['another definition', { definition: 'sha256:x' }],
  ])('waits on when %s was approved', async (_, other) => {
    const { outcome, durable } = await play(proven, { says: [approves(1, other)] });
    expect(outcome).toEqual({ status: 'waiting', reason: 'default/wait/2' });
    expect(durable.done.some((key) => key.includes('/land/'))).toBe(false);
  });

  it('does not land what nobody understood, whatever the client says', async () => {
    const start = startOf({ understand: { questions: 1, pass: 1 } });
    const answered = (correct: boolean, prompt: string, head = id('1')) =>
      ({ kind: 'answered', head, prompt, correct, by: person }) as const;
    const land = approves(1);
    expect((await play(proven, { start, says: [land] })).outcome.status).toBe('waiting');
    expect((await play(proven, { start, says: [answered(false, 'p'), land] })).outcome.status).toBe('waiting');
    expect((await play(proven, { start, says: [answered(true, 'p', id('5')), land] })).outcome.status).toBe('waiting');
    expect(
      (await play(proven, { start, says: [answered(false, 'p'), answered(true, 'q'), land] })).outcome.status,
    ).toBe('delivered');
  });

  it('ends with the reason of who rejects it', async () => {
    const { outcome } = await play(proven, { says: [{ kind: 'reject', reason: 'too clever', by: person }] });
    expect(outcome).toEqual({ status: 'rejected', reason: 'Rejected by Ada: too clever' });
  });

  it('waits on after a landing that was refused', async () => {
    const { outcome } = await play(
      { ...proven, land: ['dirty-overlap', 'landed'] },
      { says: [approves(1), approves(1)] },
    );
    expect(outcome.status).toBe('delivered');
  });

  it('checks an edit by hand and takes it into the change', async () => {
    const edited = { kind: 'edited', by: person } as const;
    const script: Script = { passes: [{ tests: true }, { tests: false }, { tests: true }] };
    expect((await play(script, { says: [edited, approves(2)] })).outcome.status).toBe('waiting');
    expect((await play(script, { says: [edited, edited, approves(1)] })).outcome.status).toBe('waiting');
    const { outcome, durable } = await play(script, { says: [edited, edited, approves(3)] });
    expect(outcome.status).toBe('delivered');
    expect(durable.done.filter((key) => key.endsWith('/make'))).toEqual(['default/1/make']);
  });
});

describe('the target has moved', () => {
  const same = [file('src/a.js')];
  it('proves the merge and lands it when the reviewed files end as reviewed', async () => {
    const script: Script = { passes: [{ tests: true }], merges: [{ tree: id('m1'), files: same }] };
    const { outcome, durable } = await play(script, { says: [approves(1)] });
    expect(outcome.status).toBe('delivered');
    expect(durable.done).toContain('default/land/1/check/tests');
    expect(durable.done).toContain('default/land/1/reclaim/1');
  });

  it('asks again about the merge when the reviewed files changed with it, or its checks fail', async () => {
    for (const merge of [
      { tree: id('m1'), files: [file('src/a.js', { newBlob: id('c') })] },
      { tree: id('m1'), files: same, tests: false },
    ]) {
      const { outcome, durable } = await play(
        { passes: [{ tests: true }], merges: [merge] },
        { says: [approves(1), approves(1)] },
      );
      expect(outcome).toEqual({ status: 'waiting', reason: 'default/wait/3' });
      expect(durable.done).toContain('default/land/1/rebase');
      expect(durable.done.some((key) => key.endsWith('/land'))).toBe(false);
    }
  });
});

describe('delivered as a branch', () => {
  const start = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });
  it('needs nobody, unless the loop asks for understanding', async () => {
    const script: Script = { passes: [{ tests: true }] };
    expect((await play(script, { start })).outcome).toMatchObject({ status: 'delivered', commit: id('1') });
    const asks = { ...start, understand: { questions: 1, pass: 1 } };
    expect((await play(script, { start: asks })).outcome.status).toBe('waiting');
    const none = { kind: 'no-prompt', head: id('1'), why: 'nothing to ask' } as const;
    expect((await play(script, { start: asks, says: [none, approves(1)] })).outcome.status).toBe('delivered');
  });
});

describe('a person stops the run', () => {
  it.each([
    'default/prepare',
    'default/0/check/tests',
    'default/1/make',
    'default/1/decide',
    'default/wait/1',
    'default/land/1/merge',
  ])('before %s', async (stopBefore) => {
    const { outcome, durable } = await play({ passes: [{ tests: true }] }, { stopBefore, says: [approves(1)] });
    expect(outcome).toEqual({ status: 'stopped', reason: 'Stopped by a person.' });
    expect(durable.done).not.toContain(stopBefore);
  });

  it('too late to change how it ended', async () => {
    const options = { stopBefore: 'default/reclaim/1', says: [approves(1)] };
    const { outcome, durable } = await play({ passes: [{ tests: true }] }, options);
    expect(outcome.status).toBe('delivered');
    expect(durable.done.at(-1)).toBe('default/reclaim/2');
  });
});

describe('replay', () => {
  it('from every point of the journal takes the same way and does nothing twice', async () => {
    const script: Script = {
      passes: [{ tests: false }, { tests: true }],
      merges: [{ tree: id('m1'), files: [file('src/a.js')] }],
    };
    const says = [approves(2)];
    const whole = await play(script, { says });
    expect(whole.outcome.status).toBe('delivered');
    for (let cut = 0; cut <= whole.durable.events.length; cut++) {
      const earlier = whole.durable.events.slice(0, cut);
      const again = await play(script, { says, earlier });
      expect(again.outcome).toEqual(whole.outcome);
      const before = earlier.flatMap(({ event }) => (event.type === 'step.finished' ? [event.key] : []));
      expect([...before, ...again.durable.done]).toEqual(whole.durable.done);
    }
  });

  it('folds to the same state whether events come one by one or all at once, or twice', async () => {
    const { durable } = await play({ passes: [{ tests: false }, { tests: true }] }, { says: [approves(2)] });
    const state = foldAll(durable.events);
    expect(state && statusOf(state)).toBe('running');
    expect(foldAll(durable.events.flatMap((event) => [event, event]))).toEqual(state);
  });
});
