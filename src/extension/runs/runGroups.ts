import type { RunStatus } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { type Look, runLook } from '../../model/statusLook.ts';
import type { RunEntry } from './runStore.ts';

/** What the runs of the view Runs are put together by. */
export const groupings = ['day', 'loop', 'state'] as const;
export type Grouping = (typeof groupings)[number];

/** Runs that stand together; newest first. */
export interface RunGroup {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
  /** Opened from the start. */
  readonly isOpen: boolean;
  readonly entries: readonly RunEntry[];
}

type GroupHead = Omit<RunGroup, 'entries'>;

/** Groups in the order they are shown, only those that have something. `now` is epoch milliseconds. */
export function groupRuns(entries: readonly RunEntry[], by: Grouping, now: number): readonly RunGroup[] {
  const headOf = { day: dayHeads(now), loop: loopHead, state: stateHead }[by];
  const groups = new Map<string, { readonly head: GroupHead; readonly entries: RunEntry[] }>();
  for (const entry of entries) {
    const head = headOf(entry.summary);
    const known = groups.get(head.id);
    if (known === undefined) groups.set(head.id, { head, entries: [entry] });
    else known.entries.push(entry);
  }
  const made = [...groups.values()].map(({ head, entries: own }) => ({ ...head, entries: own }));
  return made.sort((a, b) => rankOf(a) - rankOf(b));
}

/** What goes on or waits comes first. The others stay in the order of their newest run. */
const ranks = ['running', 'waiting', 'paused'];
function rankOf({ id }: GroupHead): number {
  const rank = ranks.indexOf(id);
  return rank < 0 ? ranks.length : rank;
}

const liveHeads: Readonly<Record<string, GroupHead>> = {
  running: { id: 'running', label: 'Running', look: { icon: 'play', words: 'running' }, isOpen: true },
  waiting: { id: 'waiting', label: 'Waiting', look: runLook.waiting, isOpen: true },
  paused: { id: 'paused', label: 'Paused', look: runLook.paused, isOpen: true },
};

const dayLook: Look = { icon: 'calendar', words: 'ended' };

/** Days in the time zone of whoever looks; a run belongs to the day it began on. */
function dayHeads(now: number): (summary: RunSummary) => GroupHead {
  const today = dayOf(new Date(now));
  const weekday = (today.getDay() + 6) % 7;
  const back = (days: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - days).getTime();
  const [yesterday, week] = [back(1), back(weekday)];
  const head = (id: string, label: string, isOpen = false): GroupHead => ({ id, label, look: dayLook, isOpen });
  const months = new Map<string, GroupHead>();
  return ({ status, startedAt }) => {
    const live = liveHeads[status];
    if (live !== undefined) return live;
    const at = Date.parse(startedAt);
    if (at >= today.getTime()) return head('today', 'Today', true);
    if (at >= yesterday) return head('yesterday', 'Yesterday');
    if (at >= week) return head('week', 'Earlier This Week');
    const date = new Date(at);
    const id = `month/${date.getFullYear()}-${date.getMonth() + 1}`;
    // Of many runs in one month its name is made once: making one takes as long as all the rest of a row.
    const month = months.get(id) ?? head(id, date.toLocaleString(undefined, { month: 'long', year: 'numeric' }));
    months.set(id, month);
    return month;
  };
}

const dayOf = (date: Date): Date => new Date(date.getFullYear(), date.getMonth(), date.getDate());

const loopHead = ({ loop }: RunSummary): GroupHead => ({
  id: `loop/${loop}`,
  label: loop,
  look: { icon: 'sync', words: 'loop' },
  isOpen: false,
});

/** A state that this build does not know is told by its name. */
function stateHead({ status }: RunSummary): GroupHead {
  const look: Look = (runLook as { readonly [S in RunStatus]?: Look })[status] ?? { icon: 'circle', words: status };
  const label = look.words.charAt(0).toUpperCase() + look.words.slice(1);
  return liveHeads[status] ?? { id: `state/${status}`, label, look, isOpen: false };
}
