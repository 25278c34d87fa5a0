import { howItEnded } from '../model/stepState.ts';
import { commandPassed } from '../model/steps.ts';
import type { Durable } from './durable.ts';

/** Runs the setup commands of a worktree in order. Returns why it is not ready; undefined when it is. */
export async function setUp(
  durable: Durable,
  place: { item: string; worktree: string; commands: readonly string[]; key: string; deadline?: number },
): Promise<string | undefined> {
  const { item, worktree, commands, key, deadline } = place;
  for (const [index, run] of commands.entries()) {
    const input = { item, worktree, run, ...(deadline === undefined ? {} : { deadline }) };
    const result = await durable.step(`${key}/setup/${index}`, 'setup', input);
    if (!commandPassed(result)) return `Setup command "${run}" failed: ${howItEnded(result)}. ${result.tail}`.trim();
  }
  return undefined;
}
