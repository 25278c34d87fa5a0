import { branchName } from '../../model/branchName.ts';
import { elapsed } from '../../model/elapsed.ts';
import type { RunState } from '../../model/runState.ts';
import type { ItemView, IterationView } from '../../model/runView.ts';
import { askingLook, gateLook, iterationLook, type Look, runLook, unbegunLook } from '../../model/statusLook.ts';
import { type StepState, stepsOfKind } from '../../model/stepState.ts';
import { plainLine } from '../plainText.ts';
import { type Ability, rowContext } from '../viewTable.ts';
import { checkMarks } from './checkMarks.ts';
import { isBegun, isReviewable, whyOf, whyStalled } from './itemsNow.ts';
import { iterationFacts, iterationMarks } from './iterationFacts.ts';
import { below, type Fact, factOf, type RunRow } from './row.ts';
import { doingOf, shortId } from './runWords.ts';
import { proofOf, rowOf, stepRows, togetherShown } from './stepRows.ts';

const mostWhy = 100;

/** The row of an item that has a name: its key, how it stands, and why. */
export function itemRow(state: RunState, item: ItemView, now: number): RunRow {
  const { run } = state.start;
  return {
    id: `${run}/${item.id}`,
    run,
    item: item.id,
    label: plainLine(item.key) || item.id,
    description: itemDescription(state, item, now),
    look: itemLook(item),
    context: rowContext('item', [...actsOn(item), ...placeOf(item), ...(item.outcome === undefined ? noteOn : [])]),
    facts: itemFacts(state, item),
    ...below(() => itemChildren(run, item, now), isBegun(item)),
    unread: false,
    // Several that open by themselves would push each other out of sight.
    live: false,
  };
}

/** How an item stands. */
export function itemLook(item: ItemView): Look {
  if (item.status === 'waiting' && item.waitsFor?.kind === 'gate') return gateLook;
  if (item.status === 'waiting' && item.waitsFor?.kind === 'question') return askingLook;
  return item.status === 'running' && !isBegun(item) ? unbegunLook : runLook[item.status];
}

const noteOn: readonly Ability[] = ['note'];

/** Whether its worktree is there to be opened. */
export const placeOf = ({ worktree, steps }: ItemView): readonly Ability[] =>
  worktree === undefined || stepsOfKind(steps, 'reclaim').some(({ result }) => result?.removed) ? [] : ['worktree'];

/** What a person can do about an item that waits. */
export function actsOn(item: ItemView): readonly Ability[] {
  if (item.status !== 'waiting') return [];
  const acts: Ability[] = [];
  if (item.waitsFor?.kind === 'gate') acts.push('approve');
  if (item.waitsFor?.kind === 'question') acts.push('continue');
  if (isReviewable(item)) acts.push('review');
  return [...acts, 'reject'];
}

function itemDescription(state: RunState, item: ItemView, now: number): string {
  const { words } = itemLook(item);
  if (item.status === 'running') {
    const steps = everyStep(item);
    const [first] = steps;
    return first === undefined ? words : `${doingOf(steps) ?? words} · ${elapsed(now - first.startedAt)}`;
  }
  const commit = item.outcome?.commit;
  const stands = commit === undefined ? words : `${words} ${shortId(commit)}`;
  const why = plainLine(whyOf(state, item), mostWhy);
  return why === '' ? stands : `${stands} · ${why}`;
}

/** What an item comes to, for the tooltip of its row. */
export function itemFacts(state: RunState, item: ItemView): readonly Fact[] {
  const name = { running: 'Now', waiting: 'Waits' }[item.status as string] ?? 'Ended';
  return [
    ...factOf(name, whyOf(state, item) || itemLook(item).words),
    ...factOf('Item', item.key),
    { name: 'Iterations', text: String(item.iterations.filter((one) => one.number > 0).length) },
    ...placeFacts(item),
  ];
}

/** What is worth telling of an item whether it has a row of its own or not. */
export function placeFacts(item: ItemView): readonly Fact[] {
  return [
    ...factOf('Stalled', whyStalled(item)),
    ...factOf('Root cause', item.explorer?.rootCause),
    ...factOf('Not delivered', item.refusal),
    ...factOf('Branch', item.branch && branchName(item.branch)),
  ];
}

const everyStep = ({ steps, iterations }: ItemView): readonly StepState[] =>
  [...steps, ...iterations.flatMap((one) => one.steps)].sort((a, b) => a.startedAt - b.startedAt);

/** Iterations and the steps outside of them (worktree, setup, landing), in the order they began. */
export function itemChildren(
  run: string,
  item: ItemView,
  now: number,
  own: readonly StepState[] = [],
): readonly RunRow[] {
  const placed = byIteration(item);
  const parts = [
    ...togetherShown([...own, ...placed.outside]).map((steps) => ({
      at: steps[0].startedAt,
      row: rowOf(run, steps, now),
    })),
    ...placed.iterations.map((one) => ({ at: one.startedAt, row: iterationRow(run, item.id, one, now) })),
  ];
  return parts.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** The steps in which a proof makes its places name no iteration; their keys do, or those of the rest of the proof. */
function byIteration({ steps, iterations }: ItemView) {
  const homes = new Map<string, number>();
  for (const { number, steps: own } of iterations) {
    homes.set(String(number), number);
    for (const step of own) homes.set(proofOf(step) ?? step.key, number);
  }
  const homeOf = (step: StepState) => homes.get(step.key.split('/')[1] ?? '') ?? homes.get(proofOf(step) ?? '');
  return {
    outside: steps.filter((step) => homeOf(step) === undefined),
    iterations: iterations.map((one) =>
      withSteps(
        one,
        steps.filter((step) => homeOf(step) === one.number),
      ),
    ),
  };
}

function withSteps(one: IterationView, more: readonly StepState[]): IterationView {
  return more.length === 0 ? one : { ...one, steps: [...one.steps, ...more].sort((a, b) => a.startedAt - b.startedAt) };
}

function iterationRow(run: string, item: string, iteration: IterationView, now: number): RunRow {
  const open = iteration.steps.some((step) => step.status === 'running');
  const ended = Math.max(...iteration.steps.map((step) => step.finishedAt ?? step.startedAt));
  const time = elapsed((open ? now : ended) - iteration.startedAt);
  return {
    id: `${run}/${item}/${iteration.number}`,
    run,
    item,
    iteration: iteration.number,
    context: rowContext('iteration', open ? [] : ['retry']),
    label: iteration.number === 0 ? 'Before the first pass' : `Iteration ${iteration.number}`,
    description: [...iterationWords(iteration), ...checkMarks(iteration), ...iterationMarks(iteration), time].join(
      ' · ',
    ),
    look: iterationLook[iteration.status],
    facts: iterationFacts(iteration),
    ...below(() => stepRows(run, iteration.steps, now), iteration.steps.length > 0),
    unread: false,
    live: open,
  };
}

/** What the first look found stands in the marks of its checks. */
function iterationWords({ number, status, checks }: IterationView): readonly string[] {
  const isLook = number === 0 && status === 'before';
  return isLook && checks.length > 0 ? [] : [iterationLook[status].words];
}
