import type { Loop } from '../model/loopFile.ts';
import type { Firing } from './firing.ts';

/** A run that has not ended, as its group sees it. */
export interface GroupRun {
  readonly run: string;
  readonly group: string;
  /** False for one that waits for people alone: it does not hold its group. */
  readonly isWorking: boolean;
}

/** A firing that has not begun. */
export interface Waiting {
  readonly firing: Firing;
  readonly group: string;
  /** Whether it stops the run that works. */
  readonly cancels: boolean;
  /** Whether it must have a run of its own, so that no newer one takes its place (`missed: run-all`). */
  readonly keeps: boolean;
}

export type GroupStep =
  | { readonly do: 'start'; readonly waiting: Waiting }
  | { readonly do: 'replace'; readonly waiting: Waiting; readonly by: Waiting }
  | { readonly do: 'cancel'; readonly run: string; readonly by: Waiting };

/** Most firings of `missed: run-all` that wait in a group. */
const mostKept = 24;

/** What a loop's runs may not overlap with: the named group, else the loop itself. */
export function groupOf({ name, concurrency }: Pick<Loop, 'name' | 'concurrency'>): string {
  return concurrency.group === undefined ? `loop:${name}` : `group:${concurrency.group}`;
}

/**
 * What to do now, given the runs and the firings that wait, oldest first: begin what is free, keep only the newest of what
 * waits, stop what a firing cancels. Every step but `cancel` takes its firing out of what waits.
 */
export function arrange(runs: readonly GroupRun[], waiting: readonly Waiting[]): readonly GroupStep[] {
  const groups = new Set(waiting.map(({ group }) => group));
  return [...groups].flatMap((group) =>
    arrangeGroup(
      runs.filter((run) => run.group === group && run.isWorking),
      waiting.filter((one) => one.group === group),
    ),
  );
}

function arrangeGroup(working: readonly GroupRun[], waiting: readonly Waiting[]): readonly GroupStep[] {
  const [first, ...others] = waiting;
  if (first === undefined) return [];
  if (working.length === 0) return [{ do: 'start', waiting: first }, ...replaced(others)];
  const canceller = waiting.findLast((one) => one.cancels && !one.keeps);
  const cancels =
    canceller === undefined ? [] : working.map(({ run }) => ({ do: 'cancel', run, by: canceller }) as const);
  return [...cancels, ...replaced(waiting)];
}

function replaced(waiting: readonly Waiting[]): readonly GroupStep[] {
  const newest = waiting.findLast((one) => !one.keeps);
  const kept = waiting.filter((one) => one.keeps);
  const tooMany = kept.slice(0, Math.max(0, kept.length - mostKept));
  const last = kept.at(-1);
  return waiting.flatMap((one) => {
    if (!one.keeps)
      return newest === undefined || one === newest ? [] : [{ do: 'replace', waiting: one, by: newest } as const];
    return last !== undefined && tooMany.includes(one) ? [{ do: 'replace', waiting: one, by: last } as const] : [];
  });
}
