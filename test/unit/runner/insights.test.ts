import { afterEach, describe, expect, it } from 'vitest';
import { insightsSchema } from '../../../src/model/insights.ts';
import { countingFiles, type LoopRepository } from '../../support/loopRepository.ts';
import { repositories } from './smallLoops.ts';

const { create, dispose } = repositories();
afterEach(dispose);

/** The newest insights of a week, with the landing there is. */
async function told(loop: LoopRepository) {
  const insights = insightsSchema.parse(await loop.ask('insights', { days: 7 }));
  const of = insights.loops.find(({ loop: name }) => name === 'count-up');
  if (of === undefined) throw new Error('the loop is not told of');
  return { insights, of };
}

describe('how the loops of a repository did', () => {
  it('is told of what landed, what it took, what is owed for it, and what was taken back', async () => {
    const loop = await create((outside) => countingFiles(outside, 2));
    expect((await told(loop)).of).toMatchObject({ runs: {}, landings: 0, costPerLanding: null, health: [] });
    const waiting = await loop.until(await loop.start(), 'waiting');
    const { id: run } = waiting;

    const patch = async (iteration: number) => (await loop.ask('iterationPatch', { run, iteration })).patch;
    expect(await patch(1)).toMatch(/^-0\n\+1$/m);
    expect(await patch(2)).toMatch(/^-1\n\+2$/m);
    expect(await patch(2)).not.toMatch(/^-0$/m);
    await expect(patch(3)).rejects.toThrow('unknown-iteration');

    expect((await loop.ask('debt', { of: 'me' })).units).toEqual([]);
    await loop.ask('attended', { run, item: 'default', seconds: 30 });
    const landed = await loop.land(waiting);
    if (landed.status !== 'delivered') throw new Error(landed.reason);
    await loop.until(run, 'delivered');
    const { insights, of } = await told(loop);
    expect(insights.landings).toMatchObject([
      { run, loop: 'count-up', commit: landed.commit, iterations: 2, lines: 1, owed: 1, minutes: 0.5 },
    ]);
    // The makers said nothing of what they used.
    expect(insights.landings[0]?.spend).toEqual({ tokens: null, costUsd: null });
    expect(insights.spend).toMatchObject([{ day: insights.today, loop: 'count-up', tokens: null }]);
    expect(of).toMatchObject({
      runs: { delivered: 1 },
      iterations: { middle: 2, high: 2 },
      landings: 1,
      reverted: 0,
      minutesPerLanding: 0.5,
      costPerLanding: null,
      health: ['delivered'],
    });
    expect((await loop.ask('debt', { of: 'me' })).units).toMatchObject([
      // A line of a text weighs half.
      { path: 'value.txt', owed: 0.5, lines: 1, landings: [{ run }] },
    ]);

    // The same from disk, by the next runner.
    await loop.killRunner();
    expect((await told(loop)).of).toEqual(of);

    await loop.git.git('revert', '--no-edit', landed.commit);
    // A look that takes longer is told of later.
    await expect
      .poll(async () => (await told(loop)).insights.landings[0]?.fate?.reverted, { timeout: 30_000 })
      .toBeDefined();
    const back = await told(loop);
    const revertedBy = await loop.git.head();
    expect(back.insights.landings[0]).toMatchObject({ revertedBy, fate: { stands: 0, reverted: { by: revertedBy } } });
    const [item] = (await loop.ask('show', { run })).items;
    expect(item?.fate?.words).toBe(`reverted the same day by ${revertedBy.slice(0, 10)}`);
    expect((await loop.ask('inbox', {})).map(({ title }) => title)).toEqual([
      `count-up: what landed as ${landed.commit.slice(0, 10)} was reverted`,
    ]);
    expect((await loop.ask('state', { loop: 'count-up' })).document).toContain('Do not bring it again the same way');
    expect(back.of.reverted).toBe(1);
    expect((await loop.ask('debt', { of: 'me' })).units).toEqual([]);
  });
});
