import type { RecordedEvent, RunEvent, RunStart, StepOutcome } from './event.ts';
import { laneOf, runLane } from './lane.ts';
import { type Note, type Order, type Raised, raisedBy } from './order.ts';
import type { RunOutcome } from './outcome.ts';
import type { PersonSays } from './person.ts';
import { finishStep, type StepState, startStep } from './stepState.ts';
import type { Identity } from './steps.ts';

export type RunStatus = 'running' | 'waiting' | 'paused' | RunOutcome['status'];

/** Whether something in this state has ended. What is paused has not. */
export const isOver = (status: RunStatus): boolean =>
  status !== 'running' && status !== 'waiting' && status !== 'paused';

/** The wait for a person that goes on; an answer to a prompt does not end it. */
export interface Wait {
  readonly key: string;
  /** When it began: epoch milliseconds. */
  readonly since: number;
  /** When it ends by itself: epoch milliseconds. */
  readonly deadline?: number;
}

/** One item of a run: what was done for it, and what people said to it. */
export interface ItemState {
  readonly id: string;
  /** In the order they were started. */
  readonly steps: readonly StepState[];
  /** What people said, in the order it arrived. */
  readonly said: readonly PersonSays[];
  readonly awaits?: Wait;
  /** Since when it holds before its next turn, because the run is paused: epoch milliseconds. */
  readonly heldSince?: number;
}

/** A pause that goes on. */
export interface Pause {
  readonly by: Identity;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** A note, and when it was written: epoch milliseconds. */
export interface WrittenNote extends Note {
  readonly at: number;
}

/** All that is known of a run: a fold over its journal, the same in the runner, the command line and the editor. */
export interface RunState {
  readonly start: RunStart;
  /** Steps of the run itself: precheck, finding items, memory. */
  readonly steps: readonly StepState[];
  /** By id, in the order they were begun. */
  readonly items: ReadonlyMap<string, ItemState>;
  /** Ids of what the run has heard of what people said. */
  readonly taken: ReadonlySet<string>;
  readonly lastSaid?: { readonly id: string; readonly kind: PersonSays['kind'] };
  readonly stopRequested: boolean;
  /** Nothing new is begun; what works goes on to the end of its step. */
  readonly paused?: Pause;
  /** In the order they were written. */
  readonly notes: readonly WrittenNote[];
  /** Limits that people have raised, to their newest values. */
  readonly raised: Raised;
  readonly outcome?: RunOutcome;
  readonly finishedAt?: number;
  /** Number of the last event folded in, and its time. */
  readonly seq: number;
  readonly at: number;
}

export function statusOf(state: RunState): RunStatus {
  if (state.outcome !== undefined) return state.outcome.status;
  const { waiting, held, working } = countOf(state);
  if (working > 0) return 'running';
  if (state.paused !== undefined && held > 0) return 'paused';
  return waiting > 0 && held === 0 ? 'waiting' : 'running';
}

/** How many items wait for people, hold in a pause, and work or are still to be begun; those that are over are not counted. */
function countOf({ items, steps }: RunState) {
  const found = steps.findLast((step) => step.kind === 'discover')?.result;
  const all = found === undefined || found.status === 'failed' ? 0 : found.items.length;
  let [waiting, held, working] = [0, 0, Math.max(0, all - items.size)];
  for (const item of items.values()) {
    if (isConcluded(item)) continue;
    if (item.awaits !== undefined) waiting += 1;
    else if (item.heldSince !== undefined) held += 1;
    else working += 1;
  }
  return { waiting, held, working };
}

const isConcluded = (item: ItemState): boolean => item.steps.findLast((step) => step.kind === 'conclude') !== undefined;

/**
 * The state after `recorded`; the first event of a run must be `run.started`. Events already folded in change nothing.
 * The given state stays as it is.
 */
export function fold(state: RunState | undefined, recorded: RecordedEvent): RunState {
  if (state === undefined) return begun(recorded);
  if (recorded.seq <= state.seq) return state;
  const draft = new Draft(state);
  draft.add(recorded);
  return draft.state;
}

/** Folds many events at once: the same state, without a copy of it for each. */
export function foldAll(events: Iterable<RecordedEvent>): RunState | undefined {
  let draft: Draft | undefined;
  for (const recorded of events) {
    if (draft === undefined) draft = new Draft(begun(recorded));
    else draft.add(recorded);
  }
  return draft?.state;
}

function begun({ seq, at, event }: RecordedEvent): RunState {
  if (event.type !== 'run.started') throw new Error(`a journal must begin with run.started, not ${event.type}`);
  const nothing = {
    steps: [],
    items: new Map(),
    taken: new Set<string>(),
    stopRequested: false,
    notes: [],
    raised: {},
  };
  return { start: event.start, ...nothing, seq, at };
}

/** What changes nothing of what the item waits for. */
const heardWaiting: ReadonlySet<PersonSays['kind']> = new Set(['answered', 'no-prompt', 'override']);

/** The steps of states that were asked for them: of a run that goes on they are asked for many times between two events. */
const gathered = new WeakMap<RunState, readonly StepState[]>();

/** Every step of a run, the run's own first. */
export function stepsOf(state: RunState): readonly StepState[] {
  const known = gathered.get(state);
  if (known !== undefined) return known;
  const steps = state.steps.concat(...[...state.items.values()].map((item) => item.steps));
  gathered.set(state, steps);
  return steps;
}

/** The step with this key. */
export function stepOf(state: RunState, key: string): StepState | undefined {
  const lane = state.items.get(laneOf(key))?.steps ?? state.steps;
  return lane.findLast((step) => step.key === key);
}

/** What a draft may write to. */
type Own<T> = { -readonly [K in keyof T]: T[K] };

/** The steps of a lane, and where each is among them. */
class Lane {
  readonly steps: StepState[];
  #places: Map<string, number> | undefined;
  #asked = 0;

  constructor(steps: readonly StepState[]) {
    this.steps = [...steps];
  }

  /** A step that is started again after a crash takes the place of its first start. */
  start(step: StepState): void {
    const place = this.#placeOf(step) ?? this.steps.length;
    this.#places?.set(step.key, place);
    this.steps[place] = step;
  }

  /** Of a single event the steps are looked through; where many are folded at once, a map of them is soon worth its making. */
  #placeOf({ key, kind }: StepState): number | undefined {
    if (this.#places !== undefined) return this.#places.get(key);
    this.#asked += 1;
    if (this.#asked > 2) this.#places = new Map(this.steps.map((step, place) => [step.key, place]));
    // A key has one kind, and that is compared at once.
    const place = this.steps.findLastIndex((step) => step.kind === kind && step.key === key);
    return place < 0 ? undefined : place;
  }

  /** A step that ends is one of the last. */
  finish(key: string, outcome: StepOutcome, at: number): void {
    const place = this.steps.findLastIndex((step) => step.key === key);
    const step = this.steps[place];
    if (step !== undefined) this.steps[place] = finishStep(step, outcome, at);
  }
}

/**
 * The rules of the fold, over a state that is being worked on. What it shares with the state that it was made of is
 * copied before it is changed, once: one event costs one copy of its item, and so do many.
 */
class Draft {
  readonly #state: Own<RunState>;
  readonly #lanes = new Map<string, Lane>();
  readonly #items = new Map<string, Own<ItemState>>();
  #ownItems: Map<string, ItemState> | undefined;
  #ownTaken: Set<string> | undefined;

  constructor(state: RunState) {
    this.#state = { ...state };
  }

  /** Nothing may be added after this was taken. */
  get state(): RunState {
    return this.#state;
  }

  add({ seq, at, event }: RecordedEvent): void {
    if (seq <= this.#state.seq) return;
    this.#apply(event, at);
    this.#state.seq = seq;
    this.#state.at = at;
  }

  #apply(event: RunEvent, at: number): void {
    switch (event.type) {
      case 'step.started':
        this.#lane(event.key).start(startStep(event.key, event.kind, event.input, at));
        return;
      case 'step.finished':
        // A step that a stop kept from being started makes no item.
        if (this.#isBegun(event.key)) this.#lane(event.key).finish(event.key, event.outcome, at);
        return;
      case 'signal.awaited':
        this.#item(event.box).awaits = waitOf(event, at);
        return;
      case 'signal.sent': {
        const item = this.#item(event.box);
        item.said = [...item.said, event.value];
        this.#state.lastSaid = { id: event.id, kind: event.value.kind };
        return;
      }
      case 'signal.taken':
        this.#take(event);
        return;
      case 'signal.expired':
        delete this.#item(laneOf(event.key)).awaits;
        return;
      case 'stop.requested':
        this.#state.stopRequested = true;
        return;
      case 'run.finished':
        this.#state.outcome = event.outcome;
        this.#state.finishedAt = at;
        return;
      case 'pause.requested':
      case 'resume.requested':
      case 'note.written':
      case 'limits.raised':
        this.#order(event, at);
        return;
      case 'hold.begun':
        this.#item(laneOf(event.key)).heldSince = at;
        return;
      case 'hold.ended':
        delete this.#item(laneOf(event.key)).heldSince;
        return;
      case 'run.started':
      case 'clock.read':
        return;
    }
  }

  #order(order: Order, at: number): void {
    switch (order.type) {
      case 'pause.requested':
        this.#state.paused ??= { by: order.by, since: at };
        return;
      case 'resume.requested':
        delete this.#state.paused;
        return;
      case 'note.written':
        this.#state.notes = [...this.#state.notes, { ...order.note, at }];
        return;
      case 'limits.raised':
        this.#state.raised = raisedBy(this.#state.raised, order.to);
        return;
    }
  }

  /** The engine waits on at once after those, so nobody should see the item work in between. */
  #take({ key, id }: Extract<RunEvent, { type: 'signal.taken' }>): void {
    if (id !== null) this.#taken.add(id);
    const { lastSaid } = this.#state;
    const isHeardWaiting = lastSaid !== undefined && lastSaid.id === id && heardWaiting.has(lastSaid.kind);
    if (!isHeardWaiting) delete this.#item(laneOf(key)).awaits;
  }

  get #taken(): Set<string> {
    this.#ownTaken ??= new Set(this.#state.taken);
    this.#state.taken = this.#ownTaken;
    return this.#ownTaken;
  }

  #isBegun(key: string): boolean {
    const name = laneOf(key);
    return name === runLane || this.#state.items.has(name);
  }

  #lane(key: string): Lane {
    const name = laneOf(key);
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const owner = name === runLane ? this.#state : this.#item(name);
    const lane = new Lane(owner.steps);
    owner.steps = lane.steps;
    this.#lanes.set(name, lane);
    return lane;
  }

  #item(id: string): Own<ItemState> {
    const known = this.#items.get(id);
    if (known !== undefined) return known;
    const item = { ...(this.#state.items.get(id) ?? { id, steps: [], said: [] }) };
    this.#ownItems ??= new Map(this.#state.items);
    this.#state.items = this.#ownItems;
    this.#ownItems.set(id, item);
    this.#items.set(id, item);
    return item;
  }
}

function waitOf({ key, deadline }: Extract<RunEvent, { type: 'signal.awaited' }>, since: number): Wait {
  return { key, since, ...(deadline === undefined ? {} : { deadline }) };
}
