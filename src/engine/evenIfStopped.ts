import { Stopped } from './durable.ts';

/**
 * Does what must be done although the run was stopped. A lane is told of a stop once, and that can be here: then it is
 * done the second time, under a key of its own.
 */
export async function evenIfStopped<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  try {
    return await work(1);
  } catch (error) {
    if (error instanceof Stopped) return work(2);
    throw error;
  }
}
