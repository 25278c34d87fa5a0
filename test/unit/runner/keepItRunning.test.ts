import { createHmac } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { setSecret } from '../../../src/runner/triggers/secrets.ts';
import { exampleFiles } from '../../support/exampleFiles.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { letGo, onDay } from '../../support/runnerOnDay.ts';
import { givenTo, logOf, nthRun, resultOf } from '../../support/storyOfRuns.ts';

const secret = 'a secret of this test alone';
const name = 'keep-it-running';
let shop: LoopRepository;

afterEach(() => shop?.dispose());

/** The example's shop with other agents in some places, its loop allowed at a time at which no schedule is due. */
async function open(agents: Readonly<Record<string, string>>): Promise<void> {
  const files = { ...(await exampleFiles(name)), ...agents };
  shop = await LoopRepository.create(() => files);
  await setSecret(shop.commonDir, 'HEALTH_HOOK_SECRET', secret);
  await onDay(shop, '2026-03-02T10:01:00Z');
  await shop.ask('enable', { file: `.loops/${name}.loop.yaml` });
}

/** What whoever watches the shop does: says that something is wrong, signed. */
async function alarm(body: string, key = secret): Promise<number> {
  const { loops } = await shop.ask('schedule', { receipts: 0 });
  const hook = loops.find((one) => one.loop === name)?.webhook ?? expect.unreachable();
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
  const answer = await fetch(hook, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } });
  return answer.status;
}

const inbox = async (): Promise<string[]> =>
  (await shop.ask('inbox', {})).map(({ kind, title, why }) => `${kind}: ${title}: ${why}`);

function stepsOf({ items: [item] }: RunDetail): string[] {
  const all = [...(item?.steps ?? []), ...(item?.iterations.flatMap((iteration) => iteration.steps) ?? [])];
  return all.map(({ key }) => key.replace(/^default\//, ''));
}

const looksOnly = `console.log(process.env.LOOPWRIGHT_ITERATION, 'Colour takes no time. I would just take it off the menu.');`;

it('lets nobody change anything before the root cause is written down', { timeout: 200_000 }, async () => {
  await open({ 'agents/why.mjs': looksOnly });
  const before = await shop.git.git('for-each-ref', 'refs/heads');
  expect(await alarm('{"status":"down"}', 'another secret')).toBe(401);
  expect(await alarm('{"status":"down"}')).toBe(202);
  const run = await nthRun(shop, name, 1);
  expect(await alarm('{"status":"down"}')).toBe(409);

  expect(run.trigger.kind).toBe('webhook');
  expect(run.status).toBe('gave-up');
  expect(run.reason).toMatch(
    /^The explorer did not do its part: no root cause is written down, so nothing may be changed/,
  );
  expect(stepsOf(run)).toEqual(['prepare', 'explore/1', 'explore/2', 'raise/1', 'conclude/1']);
  expect(await givenTo(shop, run.id, 'default/explore/2', 'prompt.md')).toContain(
    'Last time: no root cause is written down',
  );
  expect(await inbox()).toEqual([
    expect.stringMatching(/^escalation: keep-it-running gave up: .*no root cause is written down/),
  ]);
  const costs = await shop.ask('costs', { from: 0 });
  expect(costs.map(({ role }) => role)).toEqual(['explorer', 'explorer']);
  expect(await shop.git.git('for-each-ref', 'refs/heads/main')).toBe(before);
  expect(await letGo(shop)).toEqual([]);
});

/** First it "mends" what it was only to look at; told so, it does its part. */
const meddles = `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
if (readFileSync(process.env.LOOPWRIGHT_PROMPT_FILE, 'utf8').includes('may change nothing, and changed')) await import('./why-well.mjs');
else {
  writeFileSync('src/services.js', 'export const durationOf = () => 30;');
  writeFileSync('src/new.js', '');
  appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify({ type: 'root-cause', text: 'I have mended it already.' }));
}`;

/** First it silences the health check; told so, it puts it back as it was and mends the cause. */
const silences = `
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
const [, base] = /health\\/check\\.mjs .*put back what is there in ([0-9a-f]{12})/.exec(readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8')) ?? [];
if (base === undefined) writeFileSync('health/check.mjs', 'console.log("all is well");');
else {
  execFileSync('git', ['checkout', base, '--', 'health/check.mjs']);
  await import('./mend-well.mjs');
}`;

it('finds the cause of a failing health check, proves the fix with a test, and lands it after a person', {
  timeout: 300_000,
}, async () => {
  const example = await exampleFiles(name);
  await open({
    'agents/why.mjs': meddles,
    'agents/why-well.mjs': example['agents/why.mjs'] ?? '',
    'agents/mend.mjs': silences,
    'agents/mend-well.mjs': example['agents/mend.mjs'] ?? '',
  });
  const before = await shop.git.head();
  await onDay(shop, '2026-03-02T10:15:20Z');
  const run = await nthRun(shop, name, 1);
  expect(run.trigger).toMatchObject({ kind: 'schedule', at: Date.parse('2026-03-02T10:15:00Z') });
  expect((await resultOf(shop, run.id, 'precheck', 'run/precheck')).tail).toContain(
    'BROKEN: every service on the menu',
  );

  // The explorer that edits is caught: its edit is gone, and what it says does not count.
  const meddled = await resultOf(shop, run.id, 'explore', 'default/explore/1');
  expect(meddled).toMatchObject({ status: 'failed', changed: ['src/new.js', 'src/services.js'] });
  expect(meddled.rootCause).toBeUndefined();
  expect((await resultOf(shop, run.id, 'explore', 'default/explore/2')).rootCause).toMatch(
    /^1\. Why .*\n[\s\S]*\n5\. Why/,
  );

  // Each pass is told the cause, and the first one's hand in the health check is refused.
  expect(run.status).toBe('waiting');
  expect(run.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
  for (const pass of [1, 2]) {
    expect(await givenTo(shop, run.id, `default/${pass}/make`, 'feedback.md')).toMatch(
      /The root cause[\s\S]*1\. Why[\s\S]*That is the cause/,
    );
  }
  expect(run.iterations[1]?.reasons).toContainEqual(
    expect.stringMatching(/^health\/check\.mjs .* may not be touched; it was changed \(\d+ lines removed, 1 added\)/),
  );
  expect(stepsOf(run)).not.toContain('1/check/health');
  expect(await logOf(shop, run.id, 'default/2/make')).toContain('as the root cause says');

  // The new test fails on the old source and passes on the new one.
  const tests = run.iterations[2]?.checks.find(({ id }) => id === 'tests');
  expect(tests?.proof).toMatchObject({ t0s0: true, t1s0: 'failed', t1s1: true, t0s1: true, holds: true });
  expect(run.change?.files.map(({ path }) => path)).toEqual(['src/services.js', 'test/services.test.js']);

  // Nothing lands before a person says so.
  expect(await inbox()).toEqual([expect.stringMatching(/^gate: keep-it-running has a change for you: Proven/)]);
  expect(await shop.git.head()).toBe(before);
  expect(await shop.land(run)).toMatchObject({ status: 'delivered' });
  expect(await shop.git.git('rev-list', '--count', `${before}..main`)).toBe('1');
  expect(await shop.git.git('show', '-s', '--format=%B', 'main')).toMatch(/Checks: tests passed, health passed/);
  expect(await inbox()).toEqual([]);

  // Healthy again: the next alarm wakes nobody.
  expect(await alarm('{"status":"is it up?"}')).toBe(202);
  const healthy = await nthRun(shop, name, 2);
  expect(healthy.reason).toBe('Skipped: the precheck says that there is nothing to do.');
  expect(healthy.items).toEqual([]);
  expect(await inbox()).toEqual([]);
  expect(await letGo(shop)).toEqual([]);
});
