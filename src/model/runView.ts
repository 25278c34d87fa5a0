import type { Change } from './change.ts';
import { type ChangeRequest, changeRequests } from './changeRequests.ts';
import { onlyItem } from './lane.ts';
import type { RunOutcome } from './outcome.ts';
import type { ItemState, RunState, WrittenNote } from './runState.ts';
import { iterationOf, lastOfKind, type StepState, stepsOfKind } from './stepState.ts';
import type {
  CheckOutcome,
  CheckResult,
  Defect,
  ExplorerReport,
  Facts,
  Item,
  MakerReport,
  StepResult,
  Verdict,
} from './steps.ts';

/** Everything below is derived from the fold: how people look at a run. */

export interface IterationView {
  /** 0 is the look at the checks before the first pass. */
  readonly number: number;
  readonly status: 'running' | 'accepted' | 'failed' | 'stopped' | 'before';
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly steps: readonly StepState[];
  readonly checks: readonly CheckOutcome[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly maker?: MakerReport;
  /** What the checker claims; null when its verdict could not be read. */
  readonly defects?: readonly Defect[] | null;
  readonly verdict?: Verdict;
  /** Why the goal was not reached. */
  readonly reasons: readonly string[];
  /** What was used up to here, where a budget is kept. */
  readonly account?: StepResult<'account'>;
}

export type ItemStatus = 'running' | 'waiting' | 'paused' | RunOutcome['status'];

/** A note of a person to an item; `iteration`: the one whose maker was told it. */
export interface NoteView extends WrittenNote {
  readonly iteration?: number;
}

export interface ItemView {
  readonly id: string;
  /** Its name in the world; the id where a run looks for no items. */
  readonly key: string;
  readonly status: ItemStatus;
  readonly outcome?: RunOutcome;
  readonly iterations: readonly IterationView[];
  /** Steps outside an iteration: worktree, setup, landing, clean-up. */
  readonly steps: readonly StepState[];
  /** Where its work is done; undefined before its worktree is asked for. */
  readonly worktree?: string;
  /** Full name of its branch. */
  readonly branch?: string;
  readonly explorer?: ExplorerReport;
  readonly change?: Change;
  /** Whether the newest change reached the goal and broke no policy. */
  readonly accepted: boolean;
  /** Why the newest attempt to deliver did not. */
  readonly refusal?: string;
  /** The gate or question that it waits at, where that is not the finished change. */
  readonly waitsFor?: { readonly kind: 'gate' | 'question'; readonly about: string };
  /** What people wrote for its next iteration, in the order it was written. */
  readonly notes: readonly NoteView[];
  /** What people asked for who read its change, in order. */
  readonly requests: readonly ChangeRequest[];
}

/** The items of states that were asked for them: of a run that goes on they are asked for many times between two events. */
const listed = new WeakMap<RunState, readonly ItemView[]>();

/** The items of a run in the order they were found, those that are not begun yet too. */
export function itemsOf(state: RunState): readonly ItemView[] {
  const items = listed.get(state) ?? listItems(state);
  listed.set(state, items);
  return items;
}

function listItems(state: RunState): readonly ItemView[] {
  const found = foundItems(state);
  const known = new Set(found.map((item) => item.id));
  const others = [...state.items.values()].filter((item) => !known.has(item.id));
  return [
    ...found.map((item) =>
      itemView(state.items.get(item.id) ?? { id: item.id, steps: [], said: [] }, item.key, state.notes),
    ),
    ...others.map((item) => itemView(item, item.id, state.notes)),
  ];
}

/** What finding items came to, or the item that the run takes up; empty where none are looked for. */
export function foundItems(state: RunState): readonly Item[] {
  const { retry } = state.start;
  if (retry !== undefined) return isOnlyItem(retry.item) ? [] : [retry.item];
  const found = lastOfKind(state.steps, 'discover')?.result;
  return found?.status === 'found' ? found.items : [];
}

/** The item that a person means who names none: the one that waits, else the first. */
export function itemMeant(state: RunState, named: string | undefined): ItemView | undefined {
  const items = itemsOf(state);
  if (named !== undefined) return items.find((item) => item.id === named || item.key === named);
  return items.find((item) => item.status === 'waiting') ?? items.find((item) => item.change !== undefined) ?? items[0];
}

export const isOnlyItem = (item: Pick<ItemView, 'id'>): boolean => item.id === onlyItem;

/** What was worked out of an item, which stays as it is: of a run with many items an event changes one. */
const worked = new WeakMap<ItemState, { readonly view: ItemView; readonly notes: readonly WrittenNote[] }>();

/** `notes`: those of the run. */
export function itemView(item: ItemState, key: string, notes: readonly WrittenNote[] = noNotes): ItemView {
  const known = worked.get(item);
  if (known?.view.key === key && known.notes === notes) return known.view;
  const view = workOut(item, key, notes);
  worked.set(item, { view, notes });
  return view;
}

const noNotes: readonly WrittenNote[] = [];

function workOut(item: ItemState, key: string, notes: readonly WrittenNote[]): ItemView {
  const { id, steps } = item;
  const { outside, iterations } = byIteration(steps);
  const change = changeOf(steps);
  const decided = lastOfKind(steps, 'decide');
  const refusal = refusalOf(steps);
  const prepared = steps.find(isPlaced);
  const place = prepared?.input;
  const branch = branchMade(prepared?.result) ?? place?.branch;
  const outcome = lastOfKind(steps, 'conclude')?.input.outcome;
  const explorer = lastOfKind(steps, 'explore')?.result;
  const waitsFor = waitOf(item);
  return {
    id,
    key,
    status: outcome?.status ?? standingOf(item),
    ...(outcome === undefined ? {} : { outcome }),
    iterations: [...iterations].map(([number, own]) => iterationView(number, own)),
    steps: outside,
    ...(place === undefined ? {} : { worktree: place.worktree }),
    ...(branch === undefined ? {} : { branch }),
    ...(explorer === undefined ? {} : { explorer }),
    ...(change === undefined ? {} : { change }),
    accepted: decided?.result?.accepted ?? false,
    ...(refusal === undefined ? {} : { refusal }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    notes: notesTo(item, notes),
    requests: changeRequests(item),
  };
}

const isPlaced = (step: StepState): step is StepState & { readonly kind: 'prepare' } =>
  step.kind === 'prepare' && step.input.branch !== undefined;

/** The steps of each iteration, in the order they began; `outside` are those of none. */
function byIteration(steps: readonly StepState[]) {
  const outside: StepState[] = [];
  const iterations = new Map<number, StepState[]>();
  for (const step of steps) {
    const number = iterationOf(step);
    const own = number === undefined ? outside : iterations.get(number);
    if (own !== undefined) own.push(step);
    else if (number !== undefined) iterations.set(number, [step]);
  }
  return { outside, iterations };
}

function standingOf({ awaits, heldSince }: ItemState): ItemStatus {
  if (awaits !== undefined) return 'waiting';
  return heldSince === undefined ? 'running' : 'paused';
}

function notesTo({ id, steps }: ItemState, notes: readonly WrittenNote[]): readonly NoteView[] {
  const own = notes.filter((note) => (note.item ?? id) === id);
  if (own.length === 0) return [];
  const makes = stepsOfKind(steps, 'make');
  return own.map((note) => {
    const heard = makes.find(({ input }) => input.notes?.includes(note.id))?.input.iteration;
    return heard === undefined ? note : { ...note, iteration: heard };
  });
}

/** The name may differ from the one that was asked for, where that was taken. */
const branchMade = (prepared: StepResult<'prepare'> | undefined): string | undefined =>
  prepared?.status === 'ready' ? prepared.branch : undefined;

/** Waits have keys `<item>/gate/<gate>/<n>`, `<item>/ask/<n>` and `<item>/wait/<n>`. */
function waitOf({ awaits }: ItemState): ItemView['waitsFor'] {
  const [, what, about = ''] = awaits?.key.split('/') ?? [];
  if (what === 'gate') return { kind: 'gate', about };
  if (what === 'ask') return { kind: 'question', about };
  return undefined;
}

/** The step that worked out the newest sum over the run, whichever of its items did. */
export function newestAccountOf(state: RunState): (StepState & { readonly kind: 'account' }) | undefined {
  const lanes = [state.steps, ...[...state.items.values()].map(({ steps }) => steps)];
  const last = lanes.flatMap((steps) => steps.findLast(isAccounted) ?? []);
  return last.reduce<(typeof last)[number] | undefined>(
    (newest, one) => ((newest?.finishedAt ?? 0) > (one.finishedAt ?? 0) ? newest : one),
    undefined,
  );
}

const isAccounted = (step: StepState): step is StepState & { readonly kind: 'account' } =>
  step.kind === 'account' && step.result !== undefined;

/** The newest change that an item committed. */
export function changeOf(steps: readonly StepState[]): Change | undefined {
  return steps.findLast(isCommitted)?.result?.change;
}

const isCommitted = (step: StepState): step is StepState & { readonly kind: 'commit' | 'rebase' } =>
  (step.kind === 'commit' || step.kind === 'rebase') && step.result !== undefined;

/** What was refused is the content that was there then: a commit after it is something else. */
function refusalOf(steps: readonly StepState[]): string | undefined {
  const tried = steps.findLast(
    ({ kind }) => kind === 'merge' || kind === 'land' || kind === 'push' || kind === 'commit',
  );
  return tried?.kind !== 'commit' && tried?.status === 'failed' ? tried.detail : undefined;
}

/** What was worked out of an iteration, by its first step: an item may have many, and all but the last stay as they are. */
const workedIterations = new WeakMap<StepState, IterationView>();

function iterationView(number: number, steps: readonly StepState[]): IterationView {
  const [first] = steps;
  const known = first && workedIterations.get(first);
  if (known !== undefined && areTheSame(known.steps, steps)) return known;
  const view = workOutIteration(number, steps);
  if (first !== undefined) workedIterations.set(first, view);
  return view;
}

const areTheSame = (before: readonly StepState[], now: readonly StepState[]): boolean =>
  before.length === now.length && before.every((step, place) => step === now[place]);

function workOutIteration(number: number, steps: readonly StepState[]): IterationView {
  const first = steps[0];
  const last = steps.at(-1);
  const maker = lastOfKind(steps, 'make')?.result;
  const decided = lastOfKind(steps, 'decide');
  const facts = decided?.input.facts;
  const checker = lastOfKind(steps, 'verify')?.result;
  const account = lastOfKind(steps, 'account')?.result;
  const ended = last?.finishedAt;
  return {
    number,
    status: iterationStatus(number, steps, decided?.result?.accepted),
    startedAt: first?.startedAt ?? 0,
    ...(ended === undefined ? {} : { finishedAt: ended }),
    steps,
    checks: facts?.checks ?? checksSoFar(steps),
    metrics: facts?.metrics ?? {},
    ...(maker === undefined ? {} : { maker }),
    ...(checker === undefined ? {} : { defects: checker.defects }),
    ...verdictOf(facts),
    reasons: decided?.result?.reasons ?? [],
    ...(account === undefined ? {} : { account }),
  };
}

function verdictOf(facts: Facts | undefined): Pick<IterationView, 'verdict'> {
  return facts?.judge === undefined ? {} : { verdict: facts.judge };
}

/** The newest result of each check, while the pass is not judged yet. */
function checksSoFar(steps: readonly StepState[]): readonly CheckOutcome[] {
  const newest = new Map<string, CheckOutcome>();
  for (const { input, result } of stepsOfKind(steps, 'check')) {
    if (result !== undefined) newest.set(input.check.id, checkOutcome(input.check.id, result));
  }
  return [...newest.values()];
}

function iterationStatus(
  number: number,
  steps: readonly StepState[],
  accepted: boolean | undefined,
): IterationView['status'] {
  if (accepted !== undefined && number > 0) return accepted ? 'accepted' : 'failed';
  if (steps.some((step) => step.status === 'stopped')) return 'stopped';
  if (steps.some((step) => step.status === 'running')) return 'running';
  return number === 0 ? 'before' : 'running';
}

/** One run of a check by itself: nothing is known of before, or of other runs. */
export function checkOutcome(id: string, result: CheckResult): CheckOutcome {
  return {
    id,
    passed: result.passed,
    exitCode: result.exitCode,
    ended: result.ended,
    seconds: (result.finishedAt - result.startedAt) / 1000,
    tail: result.tail,
    ...(result.report === undefined ? {} : { failing: result.report.failing.map((test) => test.name) }),
    regressions: [],
    flaky: [],
    ...(result.contradiction === undefined ? {} : { contradiction: result.contradiction }),
  };
}
