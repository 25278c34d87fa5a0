import type { CodeReading } from '../../comprehension/codeReading.ts';
import type { Item } from '../../comprehension/item.ts';
import type { NothingToAsk } from '../../comprehension/nothingToAsk.ts';
import { promptsAbout } from '../../comprehension/promptsAbout.ts';
import type { PromptWorld } from '../../comprehension/promptWorld.ts';
import { readOutline } from '../outline/outlineFile.ts';
import type { DeskOrder } from './messages.ts';

/** The items that a desk hands out about a change, each made when it is asked for. Rejects where there is no outline of it. */
export async function* itemsAbout(
  { outline: file, answered, pass, milliseconds, secondsOfChecks, only }: DeskOrder,
  world: PromptWorld,
  code: Promise<CodeReading>,
  signal: AbortSignal,
): AsyncGenerator<Item, NothingToAsk, void> {
  const outline = await readOutline(file);
  if (outline === undefined) throw new Error('its outline could not be made');
  return yield* promptsAbout(outline, world, await code, signal, {
    ...{ answered, pass, milliseconds, secondsOfChecks },
    ...(only === undefined ? {} : { only }),
  });
}
