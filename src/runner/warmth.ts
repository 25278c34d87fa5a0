import type { RecordedEvent } from '../model/event.ts';
import { fillFor } from '../model/fillFor.ts';
import { isMaking } from '../model/loopFile.ts';
import { foundItems } from '../model/runView.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import type { LiveRun } from './liveRun.ts';

/** Worktrees that are made ahead of the items that work. */
const ahead = 2;

/**
 * Asks for the worktrees of the next items while others are worked on, so that an item that begins need not wait for its
 * checkout. It is only ever a hint: whatever happens to it, the item makes its worktree itself.
 */
export function warmUp(
  { repository, worktrees }: Pick<StepWorld, 'repository' | 'worktrees'>,
  run: LiveRun,
  { event }: RecordedEvent,
): void {
  const mayBeNext = event.type === 'step.finished' && /^run\/discover$|\/prepare$/.test(event.key);
  if (!mayBeNext || run.loop.gates.some((gate) => gate.before === 'item')) return;
  const { state, loop } = run;
  const next = foundItems(state).filter((item) => !state.items.has(item.id));
  const room = (loop.items?.['max-parallel'] ?? 1) + ahead;
  const begun = [...state.items.values()].filter((item) => !item.steps.some(({ kind }) => kind === 'prepare')).length;
  for (const item of next.slice(0, Math.max(0, Math.min(ahead, room - begun)))) {
    const filled = fillFor(loop, state.start, item);
    if (!filled.ok) continue;
    // Another name may be somebody's branch already: what it becomes is decided when the item begins.
    if (isMaking(loop) && !filled.value.branch.includes(run.id)) continue;
    worktrees.prefetch({
      repo: repository,
      path: `${state.start.worktrees}-${item.id}`,
      base: state.start.base,
      lockReason: `run ${run.id}`,
      ...(isMaking(loop) ? { branch: filled.value.branch } : {}),
    });
  }
}
