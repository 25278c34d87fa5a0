import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Limit } from '../../../src/model/spend.ts';
import type { StepInput } from '../../../src/model/steps.ts';
import { accountStep } from '../../../src/steps/account.ts';
import { roleSteps } from '../../../src/steps/roles.ts';
import { builtPrograms, stepSource } from '../journal/builtPrograms.ts';
import { eventually, withCommandLine } from '../journal/livingProcesses.ts';
import { RoleScene } from './roleScene.ts';

const program = builtPrograms({ step: stepSource });
let scene: RoleScene;

beforeEach(async () => {
  scene = await RoleScene.create(program('step'));
});
afterEach(() => scene.dispose());

const tokens = (most: number): readonly Limit[] => [{ scope: 'run', tokens: most }];
const make = (source: string, more: Partial<StepInput<'make'>>, key = 'default/1/make', place = scene) =>
  roleSteps(place.world).make(place.make(source, more), place.context(key));
const account = (more: Partial<StepInput<'account'>> = {}) =>
  accountStep(scene.world).account(
    { loop: 'fix', item: 'default', iteration: 1, limits: [], at: Date.now(), ...more },
    scene.context('default/1/account'),
  );
const use = (input: number, output = 0, cost?: number) =>
  `say({ type: 'usage', inputTokens: ${input}, outputTokens: ${output}${cost === undefined ? '' : `, costUsd: ${cost}`} });`;
/** Uses some tokens every few milliseconds, for a minute, and notes the last count in a file of the test. */
const spender = (each: number, first = '') => `
  ${first}
  for (let n = 1; n <= 2000; n++) {
    say({ type: 'usage', inputTokens: n * ${each}, outputTokens: 0 });
    fs.writeFileSync(E.NOTES + '.new', JSON.stringify({ at: Date.now(), used: n * ${each} }));
    fs.renameSync(E.NOTES + '.new', E.NOTES);
    await wait(30);
  }`;
const notes = (name: string) => path.join(scene.repository.outside, name);
const noted = (name: string): { readonly at: number; readonly used: number } =>
  JSON.parse(readFileSync(notes(name), 'utf8'));

describe.runIf(process.platform !== 'win32')('a limit', () => {
  it('ends a maker in the middle, when its slow spending passes it', async () => {
    const report = await make(spender(100), { limits: [...tokens(1500)], env: { NOTES: notes('n') } });
    expect(report.status).toBe('failed');
    expect(report.command.ended).toBe('stopped');
    expect(report.overBudget).toContain('The budget of the run is used up');
    expect(report.summary).toContain('It was stopped: The budget of the run is used up');
    // Fifteen steps of 30 ms spend it; what was spent beyond is what fits into the time to notice and to end it.
    expect(noted('n').used).toBeGreaterThanOrEqual(1500);
    expect(noted('n').used).toBeLessThan(60_000);
    expect(scene.costs).toMatchObject([{ role: 'maker', source: 'unknown', costUsd: null }]);
    expect(scene.costs[0]?.tokens).toBeGreaterThanOrEqual(1500);
    expect(report.command.finishedAt - noted('n').at).toBeLessThan(5000);
  });

  it('by cost counts tokens by the loop’s price', async () => {
    const report = await make(spender(1_000_000), {
      limits: [{ scope: 'item', costUsd: 20 }],
      price: { 'input-per-million': 3, 'output-per-million': 15 },
      env: { NOTES: notes('n') },
    });
    expect(report.overBudget).toContain('The budget of the item is used up');
    expect(scene.costs).toMatchObject([{ source: 'priced' }]);
    const [cost] = scene.costs;
    expect(cost?.costUsd).toBeCloseTo(((cost?.tokens ?? 0) * 3) / 1e6);
  });

  it('is shared by steps that run side by side', async () => {
    const two = await scene.place('two');
    const limits = [...tokens(4000)];
    // Each waits until the other is there too: on a busy machine one would have spent it alone before that.
    const together = `fs.writeFileSync(E.NOTES + '.here', '');
      while (!fs.existsSync(E.OTHER + '.here')) await wait(10);`;
    const env = (own: string, other: string) => ({ NOTES: notes(own), OTHER: notes(other) });
    const [one, other] = await Promise.all([
      make(spender(100, together), { limits, env: env('1', '2') }, 'one/1/make'),
      explore(spender(100, together), { ...two, limits, env: env('2', '1') }, 'two/explore/1'),
    ]);
    for (const report of [one, other]) {
      expect(report).toMatchObject({ status: 'failed', overBudget: expect.stringContaining('used up') });
      // Neither has spent it alone when both are ended.
      expect(report.usage?.inputTokens).toBeGreaterThan(100);
    }
    const both = (one.usage?.inputTokens ?? 0) + (other.usage?.inputTokens ?? 0);
    expect(both).toBeGreaterThanOrEqual(4000);
    expect(noted('1').used).toBeLessThan(both);
    expect(noted('2').used).toBeLessThan(both);
  });

  it('of one item does not end the steps of another', async () => {
    const two = await scene.place('two');
    const limits: readonly Limit[] = [{ scope: 'item', tokens: 1000 }];
    const [one, other] = await Promise.all([
      make(spender(1000), { limits: [...limits], item: 'one', env: { NOTES: notes('1') } }, 'one/1/make'),
      explore(`${use(900)} await wait(600);`, { ...two, limits: [...limits] }, 'two/explore/1'),
    ]);
    expect(one.overBudget).toContain('of the item');
    expect(other).toMatchObject({ status: 'completed', usage: { inputTokens: 900 } });
  });

  it('that was spent in one step lets nothing else begin', async () => {
    const limits = [...tokens(1000)];
    const first = await make(use(5000), { limits });
    expect(first).toMatchObject({ status: 'completed', usage: { inputTokens: 5000 } });
    expect(first.overBudget).toBeUndefined();
    expect(await account({ limits })).toMatchObject({
      run: { tokens: 5000, costUsd: null },
      over: expect.stringContaining('5,000 tokens of 1,000 tokens'),
    });
    const marker = notes('began');
    const second = await make(`fs.writeFileSync(${JSON.stringify(marker)}, '')`, { limits }, 'default/2/make');
    expect(second).toMatchObject({ status: 'failed', overBudget: expect.stringContaining('used up') });
    expect(existsSync(marker)).toBe(false);
    // What never began has cost nothing, and that is known.
    expect(scene.costs).toHaveLength(1);
  });

  it('of cost ends with the first step whose cost nobody knows', async () => {
    const limits: readonly Limit[] = [{ scope: 'run', costUsd: 5 }];
    const silent = await make('', { limits: [...limits] });
    expect(silent).toMatchObject({ status: 'completed', usage: null });
    expect((await account({ limits: [...limits] })).over).toContain('What the run has cost is not known');
    const next = await make('', { limits: [...limits] }, 'default/2/make');
    expect(next.overBudget).toContain('is not known');
  });

  it('of a day counts all runs of the day, and those of the loop or of all loops', async () => {
    const cost = { run: 'r0', item: 'x', key: 'x/1/make', role: 'maker', agent: 'command', seconds: 1 } as const;
    const known = { tokens: 900, costUsd: 1, source: 'reported' } as const;
    const yesterday = new Date().setHours(0, 0, 0, 0) - 1;
    scene.costs.push(
      { ...cost, ...known, at: Date.now(), loop: 'fix' },
      { ...cost, ...known, run: 'r-other', at: Date.now(), loop: 'other' },
      { ...cost, ...known, run: 'r-old', at: yesterday, loop: 'fix' },
    );
    const over = async (scope: Limit['scope'], most: number) =>
      (await account({ limits: [{ scope, tokens: most }] })).over;
    expect(await over('loop-day', 901)).toBeUndefined();
    expect(await over('loop-day', 900)).toContain('the loop for today');
    expect(await over('repository-day', 1801)).toBeUndefined();
    expect(await over('repository-day', 1800)).toContain('the repository for today');
    expect(await over('run', 1)).toBeUndefined();
    expect((await account({ limits: [{ scope: 'loop-day', tokens: 1000 }] })).warnings).toHaveLength(1);
  });

  it('holds over the death of the runner: the report is read again', async () => {
    const key = 'default/1/make';
    const input = scene.make(`${use(2000)} fs.writeFileSync(E.NOTES, ''); await wait(63_000);`, {
      env: { NOTES: notes('n') },
    });
    const first = roleSteps(scene.world).make(input, scene.context(key));
    expect(await eventually(() => existsSync(notes('n')))).toBe(true);
    // The successor's own limit is lower than what the step has used: it is ended at once.
    const successor = scene.successor();
    const adopted = await roleSteps(successor.world).make(
      { ...input, limits: [...tokens(1000)] },
      successor.context(key),
    );
    expect(adopted).toMatchObject({ usage: { inputTokens: 2000 }, overBudget: expect.stringContaining('used up') });
    expect((await first).command.ended).toBe('stopped');
  });

  it('is told also when a successor finds a step ended by a limit that it shared', async () => {
    const limits = [...tokens(1000)];
    const context = scene.context('default/1/make');
    const now = Date.now();
    const stopped = { ended: 'stopped', exitCode: null, startedAt: now - 5, finishedAt: now, outputBytes: 0, tail: '' };
    writeFileSync(path.join(context.directory, 'exit.json'), JSON.stringify({ ...stopped, survivors: 0 }));
    writeFileSync(
      path.join(context.directory, 'report.jsonl'),
      '{"type":"usage","inputTokens":600,"outputTokens":0}\n',
    );
    const report = await make('', { limits });
    expect(report.overBudget).toContain('together with what ran beside it');
    expect(scene.costs).toMatchObject([{ tokens: 600 }]);
  });

  it('leaves no process behind', async () => {
    const mark = `71.${Math.floor(Math.random() * 1e6)}`;
    const source = `require('node:child_process').spawn('sleep', ['${mark}'], { detached: true, stdio: 'ignore' }).unref();
      ${use(5000)} await wait(60_000);`;
    expect((await make(source, { limits: [...tokens(1000)] })).overBudget).toBeDefined();
    expect(withCommandLine(`sleep ${mark}`)).toEqual([]);
  });
});

const explore = (source: string, more: Partial<StepInput<'explore'>>, key: string) =>
  roleSteps(scene.world).explore(scene.explore(source, more), scene.context(key));

describe.runIf(process.platform !== 'win32')('the account', () => {
  it('sums up by run and item, and a step counts once', async () => {
    await make(use(10, 5, 0.25), {});
    await make(use(1, 1, 0.5), { item: 'two' }, 'two/1/make');
    await make(use(10, 5, 0.25), {});
    expect(scene.costs).toHaveLength(2);
    expect(await account()).toEqual({
      run: { tokens: 17, costUsd: 0.75 },
      item: { tokens: 15, costUsd: 0.25 },
      warnings: [],
    });
  });

  it('counts passes over all items, the best of several attempts as one', async () => {
    await make('', {}, 'default/1/best/1/make');
    await make('', {}, 'default/1/best/2/make');
    await make('', { item: 'two' }, 'two/1/make');
    expect((await account({ maxIterations: 3 })).over).toBeUndefined();
    expect((await account({ maxIterations: 2 })).over).toBe(
      'All 2 iterations of the run (budget.max-iterations) are used up.',
    );
  });
});
