import type { LoopEntry } from './loopFile.ts';

interface Placed extends LoopEntry {
  readonly uri: { toString(): string };
}

/**
 * What was read now, by the very objects that were there before where nothing changed. To VS Code a row is its object: with
 * another one all rows are drawn again, and a press on one meanwhile goes astray.
 */
export function sameLoops<T extends Placed>(before: readonly T[], now: readonly T[]): readonly T[] {
  const known = new Map(before.map((loop) => [textOf(loop), loop]));
  return now.map((loop) => known.get(textOf(loop)) ?? loop);
}

const textOf = (loop: Placed): string => JSON.stringify({ ...loop, uri: loop.uri.toString() });
