import type { RunStatus } from '../../model/runState.ts';
import { runLook } from '../../model/statusLook.ts';
import { plainLine } from '../plainText.ts';
import type { RunEntry } from './runStore.ts';

/** Which runs are shown; what is not said leaves nothing out. */
export interface RunFilter {
  /** In the loop's name, the reason or the keys of items, whatever the case. */
  readonly text?: string;
  readonly loops?: readonly string[];
  readonly states?: readonly RunStatus[];
}

export const isFiltering = ({ text, loops, states }: RunFilter): boolean =>
  text !== undefined || loops !== undefined || states !== undefined;

/** Whether a run is shown. The runner filters alike; it also knows the items of runs that were not read here. */
export function fitsFilter({ text, loops, states }: RunFilter, { summary, state }: RunEntry): boolean {
  if (loops !== undefined && !loops.includes(summary.loop)) return false;
  if (states !== undefined && !states.includes(summary.status)) return false;
  if (text === undefined) return true;
  const keys = state === undefined ? [] : [...state.items.keys()];
  return [summary.loop, summary.reason, summary.id, ...keys].join('\n').toLowerCase().includes(text.toLowerCase());
}

/** What the view says above its rows while it leaves runs out; empty where it does not. */
export function filterWords({ text, loops, states }: RunFilter): string {
  const parts = [
    ...(text === undefined ? [] : [`"${plainLine(text, 60)}"`]),
    ...(loops === undefined ? [] : [`of ${loops.map((loop) => plainLine(loop, 40)).join(', ')}`]),
    ...(states === undefined ? [] : [states.map((state) => runLook[state].words).join(' or ')]),
  ];
  return parts.length === 0 ? '' : `Only runs: ${parts.join('; ')}. Clear the filter to see all.`;
}
