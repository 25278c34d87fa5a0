import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { exampleFiles } from '../../support/exampleFiles.ts';
import { ExampleTracker } from '../../support/exampleTracker.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { onDay } from '../../support/runnerOnDay.ts';

let loop: LoopRepository;
let tracker: ExampleTracker;

afterEach(async () => {
  await loop?.dispose();
  await tracker?.stop();
});

const finished = async (name: string, count: number): Promise<RunDetail> => {
  for (const end = Date.now() + 120_000; Date.now() < end; await delay(100)) {
    const runs = (await loop.ask('runs', {})).filter((run) => run.loop === name && run.finishedAt !== undefined);
    const [newest] = runs;
    if (runs.length === count && newest !== undefined) return loop.ask('show', { run: newest.id });
  }
  throw new Error(
    `${name} has not ended ${count} times: ${JSON.stringify(await loop.ask('runs', {}), null, 1)}\n${JSON.stringify((await loop.ask('schedule', { receipts: 20 })).receipts, null, 1)}\n${await loop.log()}`,
  );
};

it('explores', { timeout: 180_000 }, async () => {
  tracker = await ExampleTracker.start();
  const files = { ...(await exampleFiles('morning-triage')), 'tracker.json': JSON.stringify({ url: tracker.url }) };
  loop = await LoopRepository.create(() => files);
  const remote = join(loop.git.outside, 'remote.git');
  await loop.git.git('init', '-q', '--bare', remote);
  await loop.git.git('remote', 'add', 'origin', remote);
  await loop.git.git('push', '-q', 'origin', 'main');
  await onDay(loop, '2026-03-01T20:00:00Z');
  for (const name of ['morning-triage', 'triage-fix']) await loop.ask('enable', { file: `.loops/${name}.loop.yaml` });
  console.time('day1');
  await onDay(loop, '2026-03-02T08:00:20Z');
  const t = await finished('morning-triage', 1);
  console.log(JSON.stringify(t, null, 1));
  const f = await finished('triage-fix', 1);
  console.timeEnd('day1');
  console.log(
    JSON.stringify(
      f.items.map((i) => ({
        key: i.key,
        status: i.status,
        reason: i.reason,
        it: i.iterations.map((x) => [
          x.status,
          x.reasons,
          x.checks.map((c) => [c.id, c.passed, c.regressions, c.tail.slice(0, 300)]),
        ]),
      })),
      null,
      1,
    ),
  );
  console.log(JSON.stringify(await loop.ask('inbox', {}), null, 1));
  console.log((await loop.ask('state', { loop: 'morning-triage' })).document);
  console.log((await loop.ask('state', { loop: 'triage-fix' })).document);
  console.log(await loop.git.git('-C', remote, 'branch', '-a'));
  console.log(await loop.log());
  expect(1).toBe(1);
});
