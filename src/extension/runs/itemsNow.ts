import type { RunState } from '../../model/runState.ts';
import { type ItemView, isOnlyItem, itemsOf } from '../../model/runView.ts';
import { type RunSummary, reasonOfItem } from '../../model/shapes.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import { plainLine } from '../plainText.ts';

/** The items of a run as a person sees them. Those that the end of the run has overtaken ended with it. */
export function itemsNow(state: RunState): readonly ItemView[] {
  const { outcome } = state;
  const items = itemsOf(state);
  if (outcome === undefined) return items;
  return items.map((item) => (item.outcome === undefined ? { ...item, status: outcome.status, outcome } : item));
}

/** Whether a run looked for items, which then have names; otherwise all that it does is for its one nameless item. */
export const hasNamedItems = ({ itemCount }: Pick<RunSummary, 'itemCount'>): boolean => itemCount !== undefined;

/** Whether anything was done for it yet. */
export const isBegun = ({ steps, iterations }: ItemView): boolean => steps.length + iterations.length > 0;

/** Whether its change is there for a person to read. */
export const isReviewable = ({ status, change }: ItemView): boolean => status === 'waiting' && change !== undefined;

/** Why it ended or what it waits for, in a sentence; empty while it works. */
export function whyOf(state: RunState, item: ItemView): string {
  return item.outcome?.reason ?? (item.status === 'waiting' ? reasonOfItem(state, item) : '');
}

/** Why a stalled item asks how to go on, as it told the inbox. */
export const whyStalled = ({ steps, waitsFor }: ItemView): string | undefined =>
  waitsFor?.kind === 'question'
    ? stepsOfKind(steps, 'raise').findLast(({ input }) => input.entry.kind === 'escalation')?.input.entry.why
    : undefined;

/** ` (flaky test a)` after the name of a loop; empty for a run's nameless item. */
export const inWords = (item: Pick<ItemView, 'id' | 'key'>): string =>
  isOnlyItem(item) ? '' : ` (${plainLine(item.key, 60)})`;
