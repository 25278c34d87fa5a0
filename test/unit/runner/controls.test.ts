import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { approvalOf, LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { soon } from './smallLoops.ts';

/** What a person does to a run that goes on, over the real runner, real git and real processes. */

let repository: LoopRepository | undefined;

afterEach(async () => {
  await repository?.dispose();
  repository = undefined;
});

/** A maker that adds a line of what it was told, once the file `go-<iteration>` is there, and a check of how many lines. */
const make = (outside: string): string =>
  [
    "import { appendFileSync, existsSync, readFileSync } from 'node:fs';",
    "const told = process.env.LOOPWRIGHT_FEEDBACK_FILE ? readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8') : '';",
    `const go = ${JSON.stringify(join(outside, 'go-'))} + process.env.LOOPWRIGHT_ITERATION;`,
    `appendFileSync(${JSON.stringify(join(outside, 'begun.log'))}, process.env.LOOPWRIGHT_ITERATION + '\\n');`,
    'while (!existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 20));',
    "appendFileSync('told.txt', JSON.stringify(told.slice(0, 200)) + '\\n');",
    "appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify({ type: 'usage', inputTokens: 60, outputTokens: 40, costUsd: 0.5 }) + '\\n');",
  ].join('\n');

async function repositoryWith(budget: string, enough: number, more: readonly string[] = []): Promise<LoopRepository> {
  repository = await LoopRepository.create((outside) => ({
    'told.txt': '',
    'tools/make.mjs': make(outside),
    'tools/check.mjs': `import { readFileSync } from 'node:fs';\nprocess.exit(readFileSync('told.txt', 'utf8').split('\\n').length > ${enough} ? 0 : 1);`,
    [loopFile]: [
      'name: count-up',
      'on: manual',
      'roles: { maker: { agent: command, run: node tools/make.mjs } }',
      'checks: { counted: node tools/check.mjs }',
      'goal: { until: checks.counted.passed, stall: { after: 9 } }',
      `budget: ${budget}`,
      `policy: { allowed-paths: [told.txt], write: [${JSON.stringify(outside)}] }`,
      ...more,
    ].join('\n'),
  }));
  return repository;
}

const go = (loop: LoopRepository, ...iterations: readonly number[]) =>
  Promise.all(iterations.map((n) => writeFile(join(loop.git.outside, `go-${n}`), '')));

const begunIn = (loop: LoopRepository): Promise<string> =>
  readFile(join(loop.git.outside, 'begun.log'), 'utf8').catch(() => '');

/** Until this many passes have been begun. */
const begun = (loop: LoopRepository, count: number) =>
  soon(`pass ${count}`, async () => ((await begunIn(loop)).split('\n').length > count ? true : undefined), loop);

/** What a maker was told, pass by pass, as it stands in the change. */
async function toldIn(loop: LoopRepository, { change }: RunDetail): Promise<readonly string[]> {
  const text = await loop.git.git('show', `${change?.head}:told.txt`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const refusal = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'not refused',
    (error: Error) => error.message,
  );

describe('a run that is paused', () => {
  it('begins nothing, over the death of its runner too, and goes on where it was', async () => {
    const loop = await repositoryWith('{ max-iterations: 5 }', 2);
    const run = await loop.start();
    await begun(loop, 1);
    await loop.ask('pause', { run });
    expect(await refusal(loop.ask('pause', { run }))).toMatch(/^already-paused: .* by Test.*loopwright resume/);
    expect((await loop.ask('show', { run })).paused?.by).toContain('@');
    expect((await loop.ask('show', { run })).status).toBe('running');
    await go(loop, 1, 2);
    const held = await loop.until(run, 'paused');
    expect(held.reason).toMatch(/^Paused by .*: nothing new begins until somebody resumes it\.$/);
    expect(held.items[0]).toMatchObject({ status: 'paused' });
    expect(await refusal(loop.start())).toMatch(/^at-work: .* is paused, and count-up must not overlap it/);
    await loop.killRunner();
    expect((await loop.until(run, 'paused')).iterations).toHaveLength(held.iterations.length);
    expect(await begunIn(loop)).toBe('1\n');
    await loop.ask('resume', { run });
    const done = await loop.until(run, 'waiting');
    expect(done.paused).toBeUndefined();
    expect(await begunIn(loop)).toBe('1\n2\n');
    expect(await refusal(loop.ask('resume', { run }))).toMatch(/^not-paused: /);
    await loop.ask('pause', { run });
    const { status } = await loop.land(await loop.ask('show', { run }));
    expect(status).toBe('delivered');
    expect(await refusal(loop.ask('pause', { run }))).toMatch(/^already-delivered: /);
    expect(await loop.quiet()).toEqual([]);
  });
});

describe('a note', () => {
  it('is heard by the next iteration, once, though the runner dies between', async () => {
    const loop = await repositoryWith('{ max-iterations: 5 }', 3);
    const run = await loop.start();
    await begun(loop, 1);
    await loop.ask('note', { run, text: 'mind the gap' });
    await loop.killRunner();
    await loop.ask('note', { run, item: 'default', text: 'and the step' });
    await go(loop, 1, 2, 3);
    const done = await loop.until(run, 'waiting');
    const told = await toldIn(loop, done);
    expect(told[0]).not.toContain('mind the gap');
    expect(told[1]).toMatch(/^\S.* says: mind the gap\n\n\S.* says: and the step\n\nNot done yet:/);
    expect(told[2]).not.toContain('mind the gap');
    expect(done.items[0]?.notes).toMatchObject([
      { text: 'mind the gap', iteration: 2 },
      { text: 'and the step', iteration: 2 },
    ]);
    expect(await refusal(loop.ask('note', { run, item: 'nobody', text: 'x' }))).toMatch(/^unknown-item: /);
    await loop.ask('note', { run, text: 'x'.repeat(8000) });
    await loop.ask('note', { run, text: 'x'.repeat(8000) });
    expect(await refusal(loop.ask('note', { run, text: 'x'.repeat(8000) }))).toMatch(/^too-many-notes: /);
  });
});

describe('a raise', () => {
  it('lifts what the run may use while it works, and is refused where it would not', async () => {
    const budget = '{ max-iterations: 2, max-tokens: 250, per-day: { max-cost-usd: 2 } }';
    const loop = await repositoryWith(budget, 4);
    const run = await loop.start();
    await begun(loop, 1);
    expect(await refusal(loop.ask('raise', { run }))).toMatch(/^nothing-to-raise: /);
    expect(await refusal(loop.ask('raise', { run, tokens: 250 }))).toMatch(
      /^not-higher: 250 tokens is not more than the 250/,
    );
    expect(await refusal(loop.ask('raise', { run, costUsd: 9 }))).toMatch(/^no-limit: .*budget\.max-cost-usd/);
    expect(await refusal(loop.ask('raise', { run, iterations: 9, minutes: 60 }))).toMatch(/^not-higher: 60 minutes/);
    await loop.ask('raise', { run, iterations: 3, tokens: 350 });
    expect((await loop.ask('show', { run })).raised).toEqual({ iterations: 3, tokens: 350 });
    expect(await refusal(loop.ask('raise', { run, iterations: 3 }))).toMatch(/^not-higher: 3 iterations of an item/);
    await loop.killRunner();
    await go(loop, 1, 2, 3);
    const over = await loop.until(run, 'gave-up');
    expect(over.iterations.filter(({ number }) => number > 0)).toHaveLength(3);
    expect(over.reason).toMatch(/^3 iterations did not reach the goal/);
  });

  it('does not reach the limits of an item, and says so', async () => {
    const loop = await repositoryWith('{ max-iterations: 2, per-item: { max-iterations: 2, max-tokens: 5000 } }', 1, [
      'items: { from: { run: "printf one" }, format: lines }',
    ]);
    await go(loop, 1);
    const { id: run } = await loop.until(await loop.start(), 'waiting');
    expect(await refusal(loop.ask('raise', { run, tokens: 9000 }))).toMatch(
      /^no-limit: .*budget\.max-tokens.* The 5000 tokens of each item \(budget\.per-item\.max-tokens\) stay as they are/,
    );
    expect(await refusal(loop.ask('raise', { run, costUsd: 9 }))).toMatch(/^no-limit: .*nothing to raise\.$/);
  });

  it('does not lift the limit of a day, and says so', async () => {
    const loop = await repositoryWith('{ max-iterations: 4, max-tokens: 500, per-day: { max-tokens: 150 } }', 1);
    await go(loop, 1);
    const { id: run } = await loop.until(await loop.start(), 'waiting');
    await loop.until(await loop.start(), 'gave-up', 'waiting');
    expect(await refusal(loop.ask('raise', { run, tokens: 600 }))).toMatch(
      /^other-limit: .*budget\.per-day\.max-tokens.*that one holds for the whole day/,
    );
    // Time is not what the day limits.
    await loop.ask('raise', { run, minutes: 90 });
  });
});

describe('a retry', () => {
  it('takes an item up where an iteration left it, told the note and what failed then', async () => {
    const loop = await repositoryWith('{ max-iterations: 2 }', 3);
    await go(loop, 1, 2, 3);
    const first = await loop.until(await loop.start(), 'gave-up');
    const base = await loop.git.head();
    await loop.git.commit('later', { 'other.txt': 'x' });
    expect(await refusal(loop.ask('retry', { run: first.id, iteration: 7 }))).toMatch(
      /^unknown-iteration: .*Choose 0, the base, or one of 1, 2\./,
    );
    const { run } = await loop.ask('retry', { run: first.id, iteration: 1, note: 'mind the gap' });
    const second = await loop.until(run, 'waiting');
    expect(second).toMatchObject({
      base,
      definition: first.definition,
      retry: { run: first.id, item: 'default', iteration: 1 },
      trigger: { kind: 'manual', about: `iteration 1 of default in run ${first.id}` },
    });
    expect(second.branch).not.toBe(first.branch);
    // Two passes of its own, on top of the one it was begun with.
    const told = await toldIn(loop, second);
    expect(told).toHaveLength(3);
    expect(told[1]).toMatch(/^\S.* says: mind the gap\n\nAfter iteration 1 of run \S+:\nNot done yet:/);
    expect(second.change?.base).toBe(base);
    // The one that waits can be taken up as well, and stays.
    const { run: third } = await loop.ask('retry', { run, iteration: 0 });
    expect((await loop.until(third, 'gave-up')).iterations.filter(({ number }) => number > 0)).toHaveLength(2);
    expect((await loop.ask('show', { run })).status).toBe('waiting');
    expect((await loop.ask('land', { run, approval: approvalOf(second) })).status).toBe('delivered');
    expect(await loop.quiet()).toEqual([]);
  });

  it('is refused where its commit is gone, and while it is worked on', async () => {
    const loop = await repositoryWith('{ max-iterations: 1 }', 3);
    const run = await loop.start();
    await begun(loop, 1);
    expect(await refusal(loop.ask('retry', { run, iteration: 0 }))).toMatch(/^at-work: .*loopwright note/);
    await go(loop, 1);
    await loop.until(run, 'gave-up');
    await loop.ask('clean', { run, force: true });
    await loop.git.git('reflog', 'expire', '--expire=now', '--all');
    await loop.git.git('gc', '--prune=now', '--quiet');
    expect(await refusal(loop.ask('retry', { run, iteration: 1 }))).toMatch(
      /^commit-gone: .* not in the repository any more/,
    );
    const { run: again } = await loop.ask('retry', { run, iteration: 0 });
    expect((await loop.until(again, 'gave-up')).reason).toContain('1 iteration did not reach the goal');
  });

  it('works on the one item of several that is named', async () => {
    const loop = await repositoryWith('{ max-iterations: 9, per-item: { max-iterations: 1 } }', 2, [
      'items: { from: { run: "printf \'%s\\n\' one two" }, format: lines, max-parallel: 2 }',
    ]);
    await go(loop, 1);
    const first = await loop.until(await loop.start(), 'gave-up');
    expect(await refusal(loop.ask('retry', { run: first.id, iteration: 1 }))).toMatch(/^which-item: .*has 2 items/);
    const { run } = await loop.ask('retry', { run: first.id, item: 'two', iteration: 1 });
    const second = await loop.until(run, 'waiting');
    expect(second.items.map(({ key }) => key)).toEqual(['two']);
    expect(second.steps.map(({ kind }) => kind)).toEqual(['recall']);
  });
});
