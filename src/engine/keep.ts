import { type Attempt, backTo } from './attempt.ts';
import type { Course } from './course.ts';
import type { Measures } from './facts.ts';
import type { State } from './pass.ts';
import { keepsBest } from './ratchet.ts';
import type { Workplace } from './workplace.ts';

/** What the next pass begins from. */
export interface Kept {
  readonly state: State;
  /** Why the pass was thrown away, for the maker; empty where it stays. */
  readonly thrownAway: readonly string[];
}

/** With a ratchet a pass that is worse than the best so far is thrown away, and the best is what is judged and delivered. */
export async function keep(work: Workplace, number: number, course: Course, { state }: Attempt): Promise<Kept> {
  const { loop } = work;
  if (!loop.metrics.some((metric) => metric.ratchet)) return { state, thrownAway: [] };
  const isWorthKeeping = state.objections.length === 0 && keepsBest(loop, course.kept, state);
  if (isWorthKeeping) return { state, thrownAway: [] };
  await backTo(work, { number, key: 'keep', from: state.change.head, to: course.kept.change.head });
  const thrownAway = whyNot(work, course.best, state);
  // Of the base nobody wants to hear that nothing was changed there.
  const isBase = course.kept.objections.length > 0;
  return { state: isBase ? { ...course.kept, objections: thrownAway } : course.kept, thrownAway };
}

function whyNot({ loop }: Workplace, best: Measures, { objections, metrics }: State): readonly string[] {
  if (objections.length > 0) return [...objections, 'So the last pass was thrown away.'];
  const measured = loop.metrics
    .filter((metric) => metric.ratchet)
    .map(({ id }) => `${id} was ${metrics[id] ?? 'not measured'}, the best is ${best[id] ?? 'not known'}`);
  return [`The last pass was thrown away, because the best so far is better (${measured.join('; ')}).`];
}
