import { isMaking, type Loop } from '../model/loopFile.ts';
import type { Ending } from './ending.ts';
import { evenIfStopped } from './evenIfStopped.ts';
import { endEntry } from './inboxEntries.ts';
import type { Bench } from './workplace.ts';

/**
 * Remembers how the item ended, and puts it into the inbox where a person should know. Every item is concluded, also one
 * that was stopped.
 */
export async function conclude(bench: Bench, { outcome, iterations }: Ending): Promise<void> {
  const { durable, item, loop, start, gleanings } = bench;
  const at = await durable.now(`${item.id}/end`);
  const entry = endEntry(bench, outcome, at);
  if (entry !== undefined) {
    await evenIfStopped((attempt) => durable.step(`${item.id}/raise/${attempt}`, 'raise', { item: item.id, entry }));
  }
  await evenIfStopped((attempt) =>
    durable.step(`${item.id}/conclude/${attempt}`, 'conclude', {
      item: item.id,
      loop: loop.name,
      run: start.run,
      key: item.key,
      data: item.data,
      outcome,
      iterations,
      ...gleanings.all,
      // A loop that only looks looks everywhere: what it does not find any more is gone. Of one with items each looks at its own.
      complete: looksEverywhere(loop) && (outcome.status === 'delivered' || outcome.status === 'nothing-found'),
      at,
    }),
  );
}

const looksEverywhere = (loop: Loop): boolean => !isMaking(loop) && loop.items === undefined;
