import { afterEach, describe, expect, it } from 'vitest';
import { realBugs, regressionCheck, regressionTestFile } from '../../fixtures/repair/realBugs.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { behaviourOf, fetchBuggyPackage, fetchFixedPackage } from '../../support/npmPackage.ts';

const loopPath = '.loops/mend.loop.yaml';
const loopText = `name: mend
on: manual
roles: { maker: { agent: repair } }
checks: { regression: ${regressionCheck} }
goal: checks.regression.passed
budget: { max-iterations: 1, timeout-minutes: 10 }
policy: { protected-paths: ['${regressionTestFile}', package.json], max-diff-lines: 10 }
`;

let loop: LoopRepository | undefined;
afterEach(async () => {
  await loop?.dispose();
  loop = undefined;
});

describe('a whole loop on a real bug of a published package', () => {
  it.each(realBugs)('mends $id: $what', { timeout: 600_000 }, async (bug) => {
    loop = await LoopRepository.create(() => ({ [loopPath]: loopText }));
    await fetchBuggyPackage(bug, loop.git.path);
    const before = await loop.git.commit('the buggy version');
    const fixed = `${loop.git.outside}/fixed`;
    await fetchFixedPackage(bug, fixed);
    const rightBehaviour = await behaviourOf(bug, fixed);
    expect(await behaviourOf(bug, loop.git.path)).not.toEqual(rightBehaviour);

    const run = await loop.start(loopPath);
    const waiting = await loop.until(run, 'waiting');
    expect(waiting.items[0]?.iterations[0]?.checks.map((check) => check.passed)).toEqual([false]);
    expect(waiting.change?.files.map((file) => file.path)).toEqual([bug.file]);
    expect((await loop.land(waiting)).status).toBe('delivered');

    expect(await loop.git.git('rev-list', '--count', `${before}..main`)).toBe('1');
    expect(await behaviourOf(bug, loop.git.path)).toEqual(rightBehaviour);
    console.log(`${bug.id} ${bug.buggy.version}: ${await loop.git.git('show', '-s', '--format=%s')}`);
    expect(await loop.quiet()).toEqual([]);
  });
});
