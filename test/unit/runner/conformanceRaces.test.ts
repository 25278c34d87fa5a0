import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runnerFolder } from '../../../src/client/runnerFolder.ts';
import { type Receipt, receiptSchema } from '../../../src/model/firing.ts';
import { setSecret } from '../../../src/runner/triggers/secrets.ts';
import { branchEach, conformanceFiles, patchEach } from '../../support/conformanceLoops.ts';
import { proveAll } from '../../support/conformanceProof.ts';
import { livesScenes } from '../../support/livesScene.ts';
import type { LoopRepository } from '../../support/loopRepository.ts';
import { PatientPerson } from '../../support/patientPerson.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

const scene = livesScenes();

describe.runIf(process.platform !== 'win32')('runners that start at the same moment', () => {
  it('one of them works, the others leave, and no run is driven twice', { timeout: 180_000 }, async () => {
    const loops = [branchEach, patchEach];
    const { loop, runners, person, before } = await scene((outside) => conformanceFiles(outside, loops));
    const first = await runners.begin();
    const proven = [];
    for (const one of loops) proven.push({ loop: one, run: await person.start(one.file) });
    await runners.kill(first);
    const seen = Promise.all(proven.map(({ run }) => new PatientPerson(loop).seeThrough(run)));
    for (let race = 1; race <= 5; race++) {
      const racing = await Promise.all([runners.begin(), runners.begin(), runners.begin()]);
      // All but one leave, and say nothing of it.
      while (racing.filter((life) => life.isOver()).length < 2) await delay(10);
      const [winner, ...others] = racing.filter((life) => !life.isOver());
      expect(others).toEqual([]);
      const losers = racing.filter((life) => life !== winner);
      const ends = await Promise.all(losers.map((life) => life.over));
      expect(ends).toEqual(losers.map(() => ({ code: 0, signal: null })));
      if (race < 5 && winner !== undefined) await runners.kill(winner);
    }
    await seen;
    expect(await runners.leaveQuietly(person)).toEqual([]);
    const { resumed: _, ...figures } = await proveAll({ repository: loop, lives: runners, before }, proven);
    console.log(`five races of three runners: ${JSON.stringify(figures)}`);
    expect(figures).toMatchObject({ items: 12, completed: 12, missing: 0 });
  });
});

const secret = 'the secret of the webhook';
const toldFile = '.loops/told.loop.yaml';

const toldFiles = (outside: string): Record<string, string> => ({
  ...conformanceFiles(outside, []),
  [toldFile]: [
    'name: told',
    'on: { webhook: { path: /told, secret: TOLD_HOOK_SECRET } }',
    'budget: { max-iterations: 5 }',
    'roles: { maker: { agent: command, run: sh tools/make.sh, env: { NAME: told, ASKS: "" } } }',
    'checks: { grown: { run: sh tools/check.sh, env: { LOOP: told, NAME: told, PASSES: "1" } } }',
    'goal: checks.grown.passed',
    `policy: { allowed-paths: ["made/**"], write: [${JSON.stringify(outside)}] }`,
    'deliver: { as: branch }',
    '',
  ].join('\n'),
});

/** Sends until it is taken, as a sender does that was not answered. */
async function send(url: string, body: string): Promise<void> {
  const headers = { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(20)) {
    const response = await fetch(url, { method: 'POST', body, headers }).catch(() => undefined);
    if (response?.status === 202 || response?.status === 409) return;
    if (response !== undefined && response.status !== 404 && response.status !== 500) {
      throw new Error(`${response.status}: ${await response.text()}`);
    }
  }
  throw new Error(`Nobody took ${body}.`);
}

async function receiptsOf({ commonDir }: LoopRepository): Promise<readonly Receipt[]> {
  const text = await readFile(join(runnerFolder(commonDir), 'firings.jsonl'), 'utf8').catch(() => '');
  // The last line may be on its way.
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => receiptSchema.parse(JSON.parse(line)));
}

describe.runIf(process.platform !== 'win32')('a firing whose runner is killed', () => {
  const points = ['fsync.before:1', 'fsync.after:1', 'acknowledge.before:1'];

  it('between its receipt and its start begins once', { timeout: 180_000 }, async () => {
    const { loop, runners, person } = await scene(toldFiles);
    const kept = await setSecret(loop.commonDir, 'TOLD_HOOK_SECRET', secret);
    expect(kept).toMatchObject({ ok: true });
    let life = await runners.begin();
    await person.ask('enable', { file: toldFile });
    const url = (await person.ask('schedule', { receipts: 0 })).loops[0]?.webhook ?? '';
    const until = async (count: number): Promise<void> => {
      for (const end = Date.now() + 60_000; Date.now() < end; await delay(20)) {
        const { runs } = await person.ask('runs', {});
        if (runs.length === count && runs.every(({ finishedAt }) => finishedAt !== undefined)) return;
      }
      throw new Error(`${count} runs were to come, and these did: ${JSON.stringify(await person.ask('runs', {}))}`);
    };
    let fired = 0;
    for (const point of points) {
      await runners.kill(life);
      const doomed = await runners.begin(point);
      const sent = send(url, `delivery ${++fired}`);
      expect(await doomed.over, point).toEqual({ code: null, signal: 'SIGKILL' });
      // Its receipt is the last one, and says that it waits.
      expect((await receiptsOf(loop)).at(-1)).toMatchObject({ became: 'queued', trigger: { kind: 'webhook' } });
      life = await runners.begin();
      await until(fired);
      await sent;
    }
    for (const moment of [0, 5, 10, 20, 40, 80]) {
      const before = await receiptsOf(loop);
      const sent = send(url, `delivery ${++fired}`);
      while ((await receiptsOf(loop)).length === before.length) await delay(2);
      await delay(moment);
      await runners.kill(life);
      life = await runners.begin();
      await until(fired);
      await sent;
    }
    expect(await runners.leaveQuietly(person)).toEqual([]);
    const receipts = await receiptsOf(loop);
    const became = (what: Receipt['became']) => receipts.filter((receipt) => receipt.became === what);
    console.log(`${fired} firings, ${runners.killedAt.length} kills: ${became('started').length} started once`);
    expect(receipts).toHaveLength(2 * fired);
    expect(new Set(became('queued').map(({ trigger }) => trigger.id)).size).toBe(fired);
    expect(new Set(became('started').map(({ run }) => run)).size).toBe(fired);
    const branches = await loop.git.git('for-each-ref', '--format=%(refname)', 'refs/heads/loops');
    expect(branches.split('\n')).toHaveLength(fired);
  });
});
