import type { IndexedLoop } from '../workspaceIndex.ts';
import { type Lint, textAt } from './lint.ts';

/** A loop whose end comes to start it again, by itself or through the loops that it starts. */
export const startsItself: Lint = function* ({ reading, index }) {
  const name = textAt(reading, ['name'])?.text;
  const other = textAt(reading, ['on', 'loop', 'name']);
  if (name === undefined || !other) return;
  const path = wayTo(name, other.text, index?.loops ?? []);
  if (path) yield { code: 'LW223', ...other.place.at, data: { loop: other.text, path } };
};

/** The loops from one to another, each started by the next; the shortest way. */
function wayTo(goal: string, start: string, loops: readonly IndexedLoop[]): readonly string[] | undefined {
  if (start === goal) return [goal];
  const startedBy = new Map(loops.map((loop) => [loop.name, loop.startedBy]));
  const seen = new Set([start]);
  let ways: readonly (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const further: (readonly string[])[] = [];
    for (const way of ways) {
      for (const next of startedBy.get(way.at(-1) ?? '') ?? []) {
        if (next === goal) return [...way, goal];
        if (!seen.has(next)) further.push([...way, next]);
        seen.add(next);
      }
    }
    ways = further;
  }
  return undefined;
}
