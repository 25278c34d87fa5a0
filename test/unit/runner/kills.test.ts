import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { crashPoints } from '../../../src/journal/crashPoint.ts';
import { countingFiles, LoopRepository, loopFile } from '../../support/loopRepository.ts';

const passes = 2;

let repository: LoopRepository | undefined;

afterEach(async () => {
  delete process.env['LOOPWRIGHT_CRASH_AT'];
  await repository?.dispose();
  repository = undefined;
});

/** Numbers in [0, 1) that are the same at every run of the tests (Lehmer, 1951: 48271 modulo 2^31 − 1). */
function* steadyNumbers(): Generator<number, never> {
  for (let state = 20_261_121; ; state = (state * 48_271) % 0x7fff_ffff) yield state / 0x7fff_ffff;
}

/** Takes a run to its landing, as a client does that is told nothing of the kills. */
async function driveToLanding(loop: LoopRepository, run: string): Promise<void> {
  for (;;) {
    const detail = await loop.until(run, 'waiting', 'delivered');
    if (detail.status === 'delivered') return;
    await loop.land(detail).catch((error: unknown) => {
      // The landing was said before a kill, and done or under way after it.
      if (!/^(already-delivered|not-waiting): /.test(String(error).replace(/^Error: /, ''))) throw error;
    });
  }
}

async function proveWhole(loop: LoopRepository, run: string, before: string): Promise<{ starts: number }> {
  expect(await loop.git.git('rev-list', '--count', `${before}..main`)).toBe('1');
  expect(await loop.git.read('value.txt')).toBe(`${passes}\n`);
  expect(await loop.git.git('status', '--porcelain')).toBe('');
  expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
  expect(await loop.git.git('for-each-ref', '--format=%(refname)')).toBe(
    'refs/heads/main\nrefs/loopwright/state/count-up',
  );
  const events = await loop.ask('events', { run, from: 0 });
  expect(events.filter(({ event }) => event.type === 'run.finished')).toHaveLength(1);
  const landings = events.filter(({ event }) => event.type === 'step.finished' && event.key.endsWith('/land'));
  expect(landings).toHaveLength(1);
  const starts = (await readFile(join(loop.git.outside, 'starts.log'), 'utf8')).trim().split('\n').length;
  return { starts };
}

describe('kill -9 of the runner', () => {
  it('at 40 random moments: every run finishes, lands once, and nothing is left', { timeout: 400_000 }, async () => {
    const moments = steadyNumbers();
    let kills = 0;
    let runs = 0;
    let starts = 0;
    while (kills < 40) {
      repository = await LoopRepository.create((outside) => countingFiles(outside, passes));
      const loop = repository;
      const before = await loop.git.head();
      const run = await loop.start();
      let isDone = false;
      const driven = driveToLanding(loop, run).finally(() => {
        isDone = true;
      });
      let killsHere = 0;
      while (!isDone && killsHere < 6) {
        await Promise.race([delay(moments.next().value * 700), driven]);
        if (!isDone && (await loop.killRunner())) killsHere++;
      }
      await driven;
      const whole = await proveWhole(loop, run, before);
      expect(whole.starts).toBeGreaterThanOrEqual(passes);
      expect(whole.starts).toBeLessThanOrEqual(passes + killsHere);
      expect(await loop.quiet()).toEqual([]);
      kills += killsHere;
      runs++;
      starts += whole.starts;
      await loop.dispose();
    }
    console.log(
      `${kills} kills over ${runs} runs: ${runs} landings, ${starts} starts of ${passes * runs} passes, none missing`,
    );
  });

  it.each(crashPoints.flatMap((point) => [2, 6, 11].map((count) => [point, count] as const)))(
    'at %s, time %i: the successor finishes the run',
    { timeout: 60_000 },
    async (point, count) => {
      repository = await LoopRepository.create((outside) => countingFiles(outside, passes));
      const loop = repository;
      const before = await loop.git.head();
      process.env['LOOPWRIGHT_CRASH_AT'] = `${point}:${count}`;
      const client = await loop.connect();
      delete process.env['LOOPWRIGHT_CRASH_AT'];
      const doomed = await loop.runnerPid();
      // Said once only: a client that heard nothing looks first whether the run has begun.
      const begun = await client.request('start', { file: loopFile, uncommitted: false });
      const run = begun.ok ? begun.value.run : ((await loop.ask('runs', {}))[0]?.id ?? (await loop.start()));
      await driveToLanding(loop, run);
      await proveWhole(loop, run, before);
      expect(await loop.runnerPid()).not.toBe(doomed);
      expect(await loop.quiet()).toEqual([]);
    },
  );
});
