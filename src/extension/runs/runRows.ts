import { cageText } from '../../model/cage.ts';
import { elapsed } from '../../model/elapsed.ts';
import type { RunState } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import { runLook } from '../../model/statusLook.ts';
import type { StepState } from '../../model/stepState.ts';
import { spendWords } from '../spendWords.ts';
import { type Ability, rowContext } from '../viewTable.ts';
import { isPaused } from './isPaused.ts';
import { actsOn, itemChildren, itemLook, itemRow, placeFacts, placeOf } from './itemRows.ts';
import { hasNamedItems, isBegun, itemsNow } from './itemsNow.ts';
import { below, type Fact, factOf, nothingBelow, type RunRow } from './row.ts';
import type { RunEntry } from './runStore.ts';
import { doing, endWords, progressWords } from './runWords.ts';
import { budgetsOf, budgetWords, spendMark } from './spendBar.ts';
import { stepRows } from './stepRows.ts';

/** The row of a run with all below it: run → item → iteration → step. `now` is epoch milliseconds. */
export function runRow({ summary, state }: RunEntry, now: number): RunRow {
  const only = state === undefined || hasNamedItems(summary) ? undefined : itemsNow(state)[0];
  const isOver = summary.finishedAt !== undefined;
  const acts = only === undefined || isOver ? [] : actsOn(only);
  return {
    id: summary.id,
    run: summary.id,
    label: summary.loop,
    description: runDescription({ summary, ...(state === undefined ? {} : { state }) }, only, now),
    look: summary.status === 'waiting' && only !== undefined ? itemLook(only) : runLook[summary.status],
    context: rowContext('run', [
      isOver ? 'clean' : 'stop',
      ...acts,
      ...controlsOn(summary, state),
      ...(only ? placeOf(only) : []),
    ]),
    facts: runFacts(summary, state, only),
    ...(state === undefined ? nothingBelow : below(() => runChildren({ summary, state }, now), hasBegun(state))),
    unread: state === undefined,
    live: summary.status === 'running',
  };
}

/** A run that was paused works on to the end of its steps, and can be let go on meanwhile. */
function controlsOn({ status, finishedAt }: RunEntry['summary'], state: RunState | undefined): readonly Ability[] {
  if (finishedAt !== undefined) return [];
  return isPaused(status, state) ? ['resume'] : ['pause'];
}

const hasBegun = ({ steps, items }: RunState): boolean => steps.length + items.size > 0;

function runDescription({ summary, state }: RunEntry, only: ItemView | undefined, now: number): string {
  const until = summary.finishedAt === undefined ? now : Date.parse(summary.finishedAt);
  const time = elapsed(until - Date.parse(summary.startedAt));
  const progress = progressWords(summary);
  const spend = spendMark(summary, state);
  const used = spend === undefined ? [] : [spend];
  switch (summary.status) {
    case 'running':
      return [progress ?? (state === undefined ? runLook.running.words : doing(state)), ...used, time].join(' · ');
    case 'waiting':
      return [progress ?? (only === undefined ? runLook.waiting : itemLook(only)).words, ...used].join(' · ');
    default:
      return [endWords(summary), ...(progress === undefined ? [] : [progress]), ...used, time].join(' · ');
  }
}

function runFacts(
  summary: RunEntry['summary'],
  state: RunState | undefined,
  only: ItemView | undefined,
): readonly Fact[] {
  const name = { running: 'Now', waiting: 'Waits' }[summary.status as string] ?? 'Ended';
  return [
    { name, text: summary.reason },
    ...factOf('Items', progressWords(summary)),
    { name: 'Iterations', text: String(summary.iterationCount) },
    { name: 'Started', text: new Date(summary.startedAt).toLocaleString() },
    ...(state === undefined ? [] : startFacts(state)),
    ...(only === undefined ? [] : placeFacts(only)),
    ...factOf('Used', summary.spend && spendWords(summary.spend)),
    ...(state === undefined ? [] : budgetsOf(state)).map((budget) => ({ name: 'Budget', text: budgetWords(budget) })),
    ...factOf('Open findings', summary.openFindings ? String(summary.openFindings) : undefined),
    { name: 'Run', text: summary.id },
  ];
}

/** Who or what started it, with which inputs, and how its commands are kept. */
function startFacts({ start }: RunState): readonly Fact[] {
  const { kind, about } = start.trigger;
  const inputs = Object.entries(start.inputs).map(([id, value]) => `${id} = ${value}`);
  return [
    { name: 'By', text: kind === 'manual' ? start.by.name : `${kind}: ${about}` },
    ...factOf('Inputs', inputs.join(', ')),
    ...factOf('Cage', start.cage && cageText(start.cage)),
  ];
}

/** The level of items is left out where a run has a single one without a name: it would say the same twice. */
function runChildren({ summary, state }: Required<RunEntry>, now: number): readonly RunRow[] {
  const { run } = state.start;
  const items = itemsNow(state);
  const [only] = items;
  if (only === undefined) return stepRows(run, state.steps, now);
  if (!hasNamedItems(summary)) return itemChildren(run, only, now, state.steps);
  const [before, after] = aroundItems(state);
  return [
    ...stepRows(run, before, now),
    ...items.toSorted((a, b) => rank(a) - rank(b)).map((item) => itemRow(state, item, now)),
    ...stepRows(run, after, now),
  ];
}

/** The run's own steps before its first item was begun, and those after. */
function aroundItems({ steps, items }: RunState): readonly [before: readonly StepState[], after: readonly StepState[]] {
  const begun = Math.min(...[...items.values()].flatMap((item) => item.steps[0]?.startedAt ?? []));
  return [steps.filter((step) => step.startedAt <= begun), steps.filter((step) => step.startedAt > begun)];
}

/** What needs a person comes first, what is over last. */
function rank(item: ItemView): number {
  if (item.status === 'waiting') return 0;
  if (item.status === 'running') return isBegun(item) ? 1 : 2;
  return 3;
}
