import { askedText } from '../engine/askedText.ts';
import { feedbackOf } from '../engine/feedback.ts';
import { notesFirst } from '../engine/notes.ts';
import { findCommit } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import type { Change } from '../model/change.ts';
import type { RunState } from '../model/runState.ts';
import { foundItems, type ItemView, itemsOf } from '../model/runView.ts';
import { type StepState, stepsOfKind } from '../model/stepState.ts';
import type { Identity, Item } from '../model/steps.ts';
import type { TakenUp } from '../model/takenUp.ts';
import { itemOf } from './landing.ts';
import { Refused } from './refusal.ts';

export interface TakeUp {
  readonly item?: string | undefined;
  readonly iteration: number;
  readonly note?: string | undefined;
}

/**
 * The item of an earlier run as its iteration left it, for a new run to go on from. Refused while that run is at work on it,
 * and where the commit is gone.
 */
export async function takenUp(
  repository: Pick<Repository, 'commonDir'>,
  state: RunState,
  { item: named, iteration, note }: TakeUp,
  by: Identity,
): Promise<TakenUp> {
  const item = meant(state, named);
  refuseAtWork(state, item);
  const told = (reasons: string) => notesFirst(note === undefined || note === '' ? [] : [{ text: note, by }], reasons);
  const begun = { run: state.start.run, item: asItem(state, item), iteration };
  await refuseGone(repository, state.start.base, `The base of run ${begun.run}`);
  if (iteration === 0) return { ...begun, told: told('') };
  const change = changeAfter(state, item, iteration);
  if (change !== undefined) await refuseGone(repository, change.head, `What iteration ${iteration} left`);
  const { explorer: explored } = item;
  return {
    ...begun,
    ...(change === undefined ? {} : { change }),
    ...beforeOf(state, item),
    ...(explored === undefined ? {} : { explored }),
    told: told(
      [askedThen(item, iteration), failedThen(state, item, iteration)].filter((part) => part !== '').join('\n\n'),
    ),
  };
}

/** The item that is named. Without a name the one that waits, or the only one: which of several is not for us to guess. */
function meant(state: RunState, named: string | undefined): ItemView {
  const all = itemsOf(state);
  const waiting = all.filter(({ status }) => status === 'waiting');
  if (named === undefined && all.length > 1 && waiting.length !== 1) {
    const { run } = state.start;
    throw new Refused(
      'which-item',
      `Run ${run} has ${all.length} items. Name one; \`loopwright show ${run}\` lists them.`,
    );
  }
  return itemOf(state, named);
}

function refuseAtWork({ start, outcome }: RunState, { key, status }: ItemView): void {
  if (outcome !== undefined || (status !== 'running' && status !== 'paused')) return;
  throw new Refused(
    'at-work',
    `Run ${start.run} is still at work on ${key}. Tell its next iteration with \`loopwright note ${start.run}\`, or stop it first.`,
  );
}

const asItem = (state: RunState, { id, key }: ItemView): Item =>
  foundItems(state).find((item) => item.id === id) ?? { id, key, data: {} };

async function refuseGone(repository: Pick<Repository, 'commonDir'>, commit: string, what: string): Promise<void> {
  if ((await findCommit(repository, commit)) !== undefined) return;
  throw new Refused(
    'commit-gone',
    `${what} (${commit.slice(0, 10)}) is not in the repository any more: its branch was deleted. Take it up from an iteration that is there, or start a new run.`,
  );
}

const stepsOfItem = (state: RunState, { id }: ItemView): readonly StepState[] => state.items.get(id)?.steps ?? [];

/** What the item had changed after an iteration; undefined where that was thrown away down to the base. */
function changeAfter(state: RunState, item: ItemView, iteration: number): Change | undefined {
  const steps = stepsOfItem(state, item);
  const commits = stepsOfKind(steps, 'commit');
  const head = headAfter(steps, iteration);
  if (head === undefined) throw noSuchIteration(state, item, iteration);
  const all = [...commits.map(({ result }) => result?.change), state.start.retry?.change];
  return all.findLast((change) => change?.head === head);
}

/** Where the branch stood when the iteration was over: its last commit, or where it was put back to. */
function headAfter(steps: readonly StepState[], iteration: number): string | undefined {
  for (const step of steps.toReversed()) {
    if (step.kind === 'discard' && step.input.iteration === iteration && step.result !== undefined)
      return step.input.to;
    if (step.kind === 'commit' && step.input.iteration === iteration && step.result !== undefined) {
      return step.result.change.head;
    }
  }
  return undefined;
}

function noSuchIteration(state: RunState, item: ItemView, iteration: number): Refused {
  const numbers = item.iterations
    .map(({ number }) => number)
    .filter((number) => number > 0 && headAfter(stepsOfItem(state, item), number) !== undefined);
  const which =
    numbers.length === 0
      ? 'It can be taken up from 0, the base.'
      : `Choose 0, the base, or one of ${numbers.join(', ')}.`;
  return new Refused('unknown-iteration', `Iteration ${iteration} of ${item.key} left no commit. ${which}`);
}

/** How checks and metrics stood at the base, as the first of the runs that took the item up found it. */
function beforeOf(state: RunState, item: ItemView): Pick<TakenUp, 'before'> {
  const earlier = state.start.retry?.before;
  if (earlier !== undefined) return { before: earlier };
  const looked = stepsOfKind(stepsOfItem(state, item), 'decide').find(({ input }) => input.iteration === 0);
  if (looked === undefined) return {};
  const { checks, metrics } = looked.input.facts;
  return { before: { checks, metrics } };
}

/** What people had asked for when the iteration began, until a change was accepted: it is asked for still. */
export function askedThen({ requests, iterations }: ItemView, iteration: number): string {
  const asked = requests.findLast((one) => one.iteration <= iteration);
  if (asked === undefined) return '';
  const isAnswered = iterations.some(
    ({ number, status }) => status === 'accepted' && number >= asked.iteration && number <= iteration,
  );
  return isAnswered ? '' : askedText(asked.request);
}

/** Why the iteration was not the end. The checks run again, so what they print is not told twice. */
function failedThen(state: RunState, item: ItemView, iteration: number): string {
  const decided = stepsOfKind(stepsOfItem(state, item), 'decide').findLast(
    ({ input }) => input.iteration === iteration,
  );
  if (decided === undefined) return '';
  const { reasons = [] } = decided.result ?? {};
  const told = feedbackOf({ reasons, checks: [], verdict: decided.input.facts.judge });
  return told === '' ? '' : `After iteration ${iteration} of run ${state.start.run}:\n${told}`;
}
