import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { branchEach, conformanceFiles, landEach, patchEach } from '../../support/conformanceLoops.ts';
import { type Figures, noFigures, proveAll, total } from '../../support/conformanceProof.ts';
import type { Lives } from '../../support/lives.ts';
import { livesScenes } from '../../support/livesScene.ts';
import { PatientPerson } from '../../support/patientPerson.ts';
import { spread } from '../../support/resumed.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

const kills = Number(process.env['LOOPWRIGHT_KILLS'] ?? 200);
const seed = Number(process.env['LOOPWRIGHT_SEED'] ?? 20_261_121);
/** So that each round comes to its end, and the next begins. */
const mostInARound = 50;
const loops = [landEach, branchEach, patchEach];

const scene = livesScenes();

/** Numbers in [0, 1) that are the same for a seed (Lehmer, 1951: 48271 modulo 2^31 − 1). */
function* numbersFrom(state: number): Generator<number, never> {
  for (let next = state; ; next = (next * 48_271) % 0x7fff_ffff) yield next / 0x7fff_ffff;
}

/**
 * Kills one runner after another: a fifth of them while they start, the others when they have written a few times, or
 * nothing would be tested on a busy machine. The last one stays. Tells how many were killed.
 */
async function killAtRandom(
  runners: Lives,
  random: Generator<number, never>,
  { most, isDone }: { readonly most: number; readonly isDone: () => boolean },
): Promise<number> {
  for (let killed = 0; ; ) {
    const written = await runners.bytesWritten();
    const life = await runners.begin();
    if (killed === most) return killed;
    const isEarly = random.next().value < 0.2;
    const times = 1 + Math.floor(6 * random.next().value);
    if (!isEarly) await runners.untilItWrites(written, times, isDone);
    const moment = Date.now() + (isEarly ? 400 : 60) * random.next().value;
    while (Date.now() < moment && !isDone()) await delay(2);
    if (isDone()) return killed;
    if (await runners.kill(life)) killed += 1;
    // A runner that leaves by itself, or breaks, is no kill.
    else throw new Error(`The runner ended by itself: ${JSON.stringify(await life.over)}`);
  }
}

/** Three loops at once in a repository of their own, and kills until their runs have ended. */
async function round(random: Generator<number, never>, most: number): Promise<Figures> {
  const { loop, runners, person, before } = await scene((outside) => conformanceFiles(outside, loops));
  const first = await runners.begin();
  const proven = [];
  for (const one of loops) proven.push({ loop: one, run: await person.start(one.file) });
  let isDone = false;
  const seen = Promise.all(proven.map(({ run }) => new PatientPerson(loop).seeThrough(run))).finally(() => {
    isDone = true;
  });
  // Told of below: until then nobody waits for it.
  seen.catch(() => undefined);
  await runners.kill(first);
  const killed = 1 + (await killAtRandom(runners, random, { most: most - 1, isDone: () => isDone }));
  await seen;
  expect(await runners.leaveQuietly(person)).toEqual([]);
  const figures = await proveAll({ repository: loop, lives: runners, before }, proven);
  await loop.dispose();
  return { ...figures, kills: killed };
}

describe.runIf(process.platform !== 'win32')('runs with items, gates and landings', () => {
  it(`complete every item once: kill -9 at ${kills} random moments`, { timeout: 900_000 }, async () => {
    const random = numbersFrom(seed);
    let all = noFigures;
    for (let left = kills; left > 0; left = kills - all.kills) {
      const figures = await round(random, Math.min(left, mostInARound));
      all = total(all, figures);
      console.log(`seed ${seed}: ${JSON.stringify({ ...figures, resumed: spread(figures.resumed) })}`);
    }
    const { resumed, ...counts } = all;
    console.log(`All rounds, seed ${seed}: ${JSON.stringify(counts)}; respawn to first event: ${spread(resumed)}`);
    expect(all.kills).toBeGreaterThanOrEqual(kills);
    expect(all.missing).toBe(0);
    expect(all.completed).toBe(all.items);
    expect(all.starts).toBeLessThanOrEqual(all.commands + all.kills);
  });
});
