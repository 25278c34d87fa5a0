import type { Bench } from './workplace.ts';

/**
 * To be waited for before a role begins its turn, or an item its work: while people have paused the run the lane holds here,
 * without its slot, so that what a person decides elsewhere can go its way. It is no working time. `step` is the key of what
 * is begun then. Returns the milliseconds that it held.
 */
export async function awaitTurn(
  { durable, slots, time }: Pick<Bench, 'durable' | 'slots' | 'time'>,
  step: string,
): Promise<number> {
  let total = 0;
  for (let n = 1; await durable.held(`${step}/held/${n}`, step); n++) {
    const held = await slots.rest(() => durable.released(`${step}/held/${n}`));
    time.waited(held);
    total += held;
  }
  return total;
}
