import { describe, expect, it } from 'vitest';
import { runLoop } from '../../../src/engine/runLoop.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { itemsOf } from '../../../src/model/runView.ts';
import type { StepInput } from '../../../src/model/steps.ts';
import { MemoryDurable, type World } from '../../support/memoryDurable.ts';
import { approves, file, id, loopOf, scripted, startOf } from './scene.ts';

const numbered = 'refs/heads/loops/fix-2';

/** A run in a repository where the branch that its loop names is taken. */
async function play(earlier: MemoryDurable['events'] = [], made = numbered) {
  const script = { passes: [{ tests: true }], merges: [{ tree: id('5'), files: [file('src/a.js')] }] };
  const world: World = {
    ...scripted(script).world,
    prepare: ({ branch }) => ({ status: 'ready', configuration: 'c', ...(branch && { branch: made }) }),
  };
  const start = startOf({ branch: 'refs/heads/loops/fix' });
  const durable = new MemoryDurable({ world, start, says: [approves(1)], earlier });
  const outcome = await runLoop(loopOf('isolation: { branch: loops/fix }'), start, durable);
  const input = <K extends 'commit' | 'make' | 'reclaim'>(key: string): StepInput<K> => {
    const found = durable.events.flatMap(({ event }) =>
      event.type === 'step.started' && event.key === key ? [event.input] : [],
    );
    return found[0] as unknown as StepInput<K>;
  };
  return { outcome, durable, input };
}

describe('the branch that the worktree was made on', () => {
  it('is the one that is worked on, shown and given back', async () => {
    const { outcome, durable, input } = await play();
    expect(outcome.status).toBe('delivered');
    expect(input<'make'>('default/1/make').branch).toBe(numbered);
    expect(input<'commit'>('default/1/commit').branch).toBe(numbered);
    expect(input<'reclaim'>('default/reclaim/1').dropBranch?.branch).toBe(numbered);
    const state = foldAll(durable.events) ?? expect.unreachable();
    expect(itemsOf(state)[0]?.branch).toBe(numbered);
  });

  it('is kept by a replay from every point, whatever is free by then', async () => {
    const whole = await play();
    for (let length = 1; length <= whole.durable.events.length; length += 1) {
      const earlier = whole.durable.events.slice(0, length);
      const isDecided = earlier.some(({ event }) => event.type === 'step.finished' && event.key === 'default/prepare');
      const again = await play(earlier, isDecided ? 'refs/heads/loops/fix' : numbered);
      expect(again.input<'commit'>('default/1/commit').branch).toBe(numbered);
      expect(again.input<'reclaim'>('default/reclaim/1').dropBranch?.branch).toBe(numbered);
    }
  });
});
