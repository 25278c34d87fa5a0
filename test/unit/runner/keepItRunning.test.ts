import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { setSecret } from '../../../src/runner/triggers/secrets.ts';
import { exampleFiles } from '../../support/exampleFiles.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { onDay } from '../../support/runnerOnDay.ts';

const secret = 'a secret of this test alone';
const file = '.loops/keep-it-running.loop.yaml';
let loop: LoopRepository;

afterEach(() => loop?.dispose());

/** The shop of the example with other agents in some places, its loop allowed, and its runner at work. */
async function shop(agents: Readonly<Record<string, string>>): Promise<void> {
  const files = { ...(await exampleFiles('keep-it-running')), ...agents };
  loop = await LoopRepository.create(() => files);
  await setSecret(loop.commonDir, 'HEALTH_HOOK_SECRET', secret);
  // At a quarter past and a little, so that the schedule keeps still for a while.
  await onDay(loop, '2026-03-02T10:16:00Z');
  await loop.ask('enable', { file });
}

/** What whoever watches the shop does: says that something is wrong, signed. */
async function alarm(body: string, key = secret): Promise<number> {
  const { loops } = await loop.ask('schedule', { receipts: 0 });
  const hook = loops.find((one) => one.loop === 'keep-it-running')?.webhook ?? expect.unreachable();
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
  const answer = await fetch(hook, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } });
  return answer.status;
}

/** The newest run, once it waits or has ended. */
async function settled(): Promise<RunDetail> {
  for (const end = Date.now() + 120_000; Date.now() < end; await delay(100)) {
    const [newest] = await loop.ask('runs', {});
    if (newest !== undefined && newest.status !== 'running') return loop.ask('show', { run: newest.id });
  }
  throw new Error(`nothing came of it\n${await loop.log()}`);
}

it('explore', { timeout: 180_000 }, async () => {
  await shop({});
  console.log(await alarm('{"x":1}', 'wrong'), await alarm('{"x":1}'), await alarm('{"x":1}'));
  const run = await settled();
  console.log(JSON.stringify({ ...run, steps: undefined, items: run.items.map((i) => ({ ...i, steps: i.steps.map((s) => [s.key, s.status, s.detail]), iterations: i.iterations.map((x) => ({ ...x, steps: x.steps.map((s) => [s.key, s.status, s.detail]) })) })) }, null, 1));
  console.log(JSON.stringify(await loop.ask('inbox', {}), null, 1));
  console.log(await readFile(join(loop.commonDir, 'loopwright', 'firings.jsonl'), 'utf8'));
  const landed = await loop.land(run);
  console.log(landed, await loop.git.git('log', '--format=%B%n---'));
});
