import { expect, it } from 'vitest';
import type { StepContext } from '../../../src/engine/durable.ts';
import type { ChainState } from '../../../src/git/stateChain.ts';
import type { InboxEvent } from '../../../src/model/inbox.ts';
import { emptyMemory, type LoopMemory } from '../../../src/model/memory.ts';
import { ok } from '../../../src/model/result.ts';
import type { StepInput } from '../../../src/model/steps.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { findingId } from '../../../src/steps/chooseItems.ts';
import { findingEntryId } from '../../../src/steps/findingEntries.ts';
import type { LoopMemories } from '../../../src/steps/loopMemories.ts';
import { memorySteps } from '../../../src/steps/remembering.ts';
import type { StepWorld } from '../../../src/steps/stepWorld.ts';

const hour = 3_600_000;
const entryId = findingEntryId('look', findingId('look', 'leak'));

/** What survives a runner: the memories of loops, and what was written to the inbox. */
class Disk {
  readonly memories = new Map<string, LoopMemory>();
  readonly inbox: InboxEvent[] = [];
  /** The runner dies before the so-many-th write from now on; counts memories and the inbox alike. */
  writesLeft = Number.POSITIVE_INFINITY;

  write(): void {
    this.writesLeft -= 1;
    if (this.writesLeft < 0) throw new Error('killed');
  }

  /** A runner at work on it. */
  begin() {
    let now = 0;
    const append = async (event: InboxEvent): Promise<void> => {
      this.write();
      this.inbox.push(event);
    };
    const inbox = new Inbox({ append, earlier: [...this.inbox], live: () => [], clock: () => now });
    const stateOf = (loop: string): ChainState | undefined => {
      const memory = this.memories.get(loop);
      return memory === undefined ? undefined : { head: 'x', document: '', memory };
    };
    const memory: LoopMemories = {
      read: async (loop) => ok(stateOf(loop)),
      update: async (loop, _message, change) => {
        const old = this.memories.get(loop) ?? emptyMemory(loop);
        const next = change(old);
        if (next !== old) {
          this.write();
          this.memories.set(loop, next);
        }
        return ok(stateOf(loop));
      },
    };
    const steps = memorySteps({ memory, inbox } satisfies Partial<StepWorld> as unknown as StepWorld);
    const conclude = async (input: StepInput<'conclude'>) => {
      now = input.at;
      return steps.conclude(input, {} as StepContext);
    };
    return { inbox, conclude, setNow: (at: number) => (now = at) };
  }
}

const looked = (at: number, finds: boolean): StepInput<'conclude'> => ({
  item: 'default',
  loop: 'look',
  run: `run-${at / hour}`,
  key: 'default',
  data: {},
  outcome: { status: 'delivered', reason: 'It looked around.' },
  iterations: 0,
  findings: finds ? [{ key: 'leak', title: 'A leak' }] : [],
  lessons: [],
  verdicts: [],
  complete: true,
  at,
});

it.each([0, 1, 2])('tells that something is found again, also after a crash %i writes on', async (writes) => {
  const disk = new Disk();
  const before = disk.begin();
  await before.conclude(looked(hour, true));
  before.setNow(hour + 1);
  await before.inbox.dismiss(entryId, 'seen', 'Ada');
  await before.conclude(looked(2 * hour, false));
  expect(before.inbox.open()).toEqual([]);

  disk.writesLeft = writes;
  const killed = before.conclude(looked(3 * hour, true));
  if (writes < 2) await expect(killed).rejects.toThrow('killed');
  else await killed;
  disk.writesLeft = Number.POSITIVE_INFINITY;

  // The next runner does the step again, as the journal tells it to.
  const after = disk.begin();
  expect(await after.conclude(looked(3 * hour, true))).toEqual({ openFindings: 1 });
  const again = {
    id: entryId,
    at: 3 * hour,
    why: expect.stringMatching(/Found again\. It was closed before: no longer/),
  };
  expect(after.inbox.open()).toMatchObject([again]);
  expect(disk.inbox.filter(({ type }) => type === 'raised')).toHaveLength(2);

  // It is news once.
  after.setNow(3 * hour + 1);
  await after.inbox.dismiss(entryId, 'seen', 'Ada');
  await after.conclude(looked(4 * hour, true));
  expect(after.inbox.open()).toEqual([]);
});
