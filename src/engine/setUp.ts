import { howItEnded } from '../model/stepState.ts';
import { commandPassed } from '../model/steps.ts';
import { cageOf } from './cageOf.ts';
import type { Bench } from './workplace.ts';

/** Runs the setup commands of a worktree in order. Returns why it is not ready; undefined when it is. */
export async function setUp(
  { loop, durable, item }: Pick<Bench, 'loop' | 'durable' | 'item'>,
  { key, worktree, deadline }: { readonly key: string; readonly worktree: string; readonly deadline?: number },
): Promise<string | undefined> {
  for (const [index, run] of loop.isolation.setup.entries()) {
    const input = { item: item.id, worktree, run, ...cageOf(loop), ...(deadline === undefined ? {} : { deadline }) };
    const result = await durable.step(`${key}/setup/${index}`, 'setup', input);
    if (!commandPassed(result)) return `Setup command "${run}" failed: ${howItEnded(result)}. ${result.tail}`.trim();
  }
  return undefined;
}
