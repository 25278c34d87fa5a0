import { type Durable, type Ordered, StepFailed, Stopped } from '../../src/engine/durable.ts';
import { Orders } from '../../src/journal/orders.ts';
import type { RecordedEvent, RunEvent, RunStart, StepOutcome } from '../../src/model/event.ts';
import { laneOf, onlyItem } from '../../src/model/lane.ts';
import type { Note, Order } from '../../src/model/order.ts';
import type { PersonSays } from '../../src/model/person.ts';
import type { StepInput, StepKind, StepResult } from '../../src/model/steps.ts';
import { quietWorld, type World } from './quietWorld.ts';

export { quietWorld, type World };

/** Nobody says anything for so many milliseconds: time goes on, and a deadline in it passes. */
export interface Silence {
  readonly silentFor: number;
}
export const silence = (ms: number): Silence => ({ silentFor: ms });

/** What people say to one box, in order; each is said when it is waited for. */
type Script = readonly (PersonSays | Silence)[];

export interface MemoryOptions {
  readonly world: World;
  readonly start: RunStart;
  /** What people say: to the box of the only item, or by box. */
  readonly says?: Script | Readonly<Record<string, Script>>;
  readonly now?: number;
  /** A person stops the run just before this key is asked for. */
  readonly stopBefore?: string;
  /** What people order just before this key is asked for. */
  readonly orders?: Readonly<Record<string, readonly Order[]>>;
  /** When all lanes are at rest and the run is paused, a person resumes it after so many milliseconds. */
  readonly resumesAfter?: number;
  /** Events of an earlier life, which are answered from. */
  readonly earlier?: readonly RecordedEvent[];
}

/** A wait that nothing has ended yet. */
interface Pending {
  readonly key: string;
  readonly deadline: number;
  readonly expire: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * A `Durable` in memory. It keeps what it did as events, and can be given those of an earlier life to replay. Lanes go on
 * side by side. When all of them are at rest, time leaps to the earliest deadline; where there is none, every wait fails
 * with `Waiting`.
 */
export class MemoryDurable implements Durable {
  readonly runId = 'run-1';
  readonly events: RecordedEvent[] = [];
  /** Keys of the steps that were really done, in order. */
  readonly done: string[] = [];
  readonly #world: World;
  readonly #says: ReadonlyMap<string, (PersonSays | Silence)[]>;
  readonly #earlier = new Map<string, RecordedEvent>();
  readonly #stopBefore: string | undefined;
  readonly #told = new Set<string>();
  readonly #orders = new Orders();
  readonly #ordered: Map<string, readonly Order[]>;
  /** What people ordered in an earlier life, by the name of the event that came after it. */
  readonly #orderedThen = new Map<string, readonly Order[]>();
  readonly #resumesAfter: number | undefined;
  readonly #pending = new Map<string, Pending>();
  /** Lanes that hold, and what ends that. */
  readonly #holds = new Map<string, (stopped: boolean) => void>();
  #now: number;
  #isStopped = false;
  /** Counts what was asked for: no change between two turns of the event loop means rest. */
  #asked = 0;

  constructor(options: MemoryOptions) {
    const { world, start, says = [], now, stopBefore, orders = {}, resumesAfter, earlier = [] } = options;
    this.#world = world;
    this.#says = scripts(says);
    this.#now = now ?? start.startedAt;
    this.#stopBefore = stopBefore;
    this.#ordered = new Map(Object.entries(orders));
    this.#resumesAfter = resumesAfter;
    let ordered: Order[] = [];
    for (const recorded of earlier) {
      const { event } = recorded;
      if (isOrder(event)) ordered.push(event);
      else {
        this.#earlier.set(nameOf(event), recorded);
        if (ordered.length > 0) this.#orderedThen.set(nameOf(event), ordered);
        ordered = [];
      }
    }
    this.#write({ type: 'run.started', start });
    if (this.#earlier.has('stop.requested')) this.stop();
  }

  async step<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>> {
    this.#ask(key);
    const started = this.#known(`step.started ${key}`);
    this.#write(started ?? { type: 'step.started', key, kind, input: JSON.parse(JSON.stringify(input)) });
    const known = this.#known(`step.finished ${key}`);
    const outcome = known?.type === 'step.finished' ? known.outcome : this.#perform(key, kind, input);
    this.#write({ type: 'step.finished', key, outcome });
    if (outcome.status === 'stopped') throw this.#tell(key);
    if (outcome.status === 'failed') throw new StepFailed(outcome.message);
    return outcome.result as StepResult<K>;
  }

  async signal(
    key: string,
    box: string,
    { deadline = Number.POSITIVE_INFINITY }: { readonly deadline?: number } = {},
  ): Promise<PersonSays | 'expired'> {
    this.#ask(key);
    this.#write({ type: 'signal.awaited', key, box, ...(Number.isFinite(deadline) && { deadline }) });
    const taken = this.#known(`signal.taken ${key}`);
    const ended = taken ?? this.#known(`signal.expired ${key}`);
    const isStopped = ended?.type === 'signal.taken' ? ended.id === null : ended === undefined && this.#takesStop(key);
    if (isStopped) {
      this.#write({ type: 'signal.taken', key, id: null });
      throw this.#tell(key);
    }
    const said = this.#hear(box, deadline);
    const known = this.#knownAnswer(ended) ?? said;
    return known === undefined ? this.#wait(key, box, deadline) : this.#answer(key, box, known);
  }

  async now(key: string): Promise<number> {
    this.#ask(key);
    const known = this.#known(`clock.read ${key}`);
    const now = known?.type === 'clock.read' ? known.now : this.#now;
    this.#write({ type: 'clock.read', key, now });
    return now;
  }

  async held(key: string, step: string): Promise<boolean> {
    this.#ask(key);
    const known = this.#known(`hold.begun ${key}`);
    const isBegun = this.#earlier.has(`step.started ${step}`);
    if (known === undefined && (isBegun || !this.#orders.isPaused || this.#takesStop(key))) return false;
    this.#write({ type: 'hold.begun', key });
    return true;
  }

  async released(key: string): Promise<number> {
    const known = this.#known(`hold.ended ${key}`);
    const stopped =
      known?.type === 'hold.ended' ? known.stopped : this.#orders.isPaused ? await this.#rest(key) : false;
    this.#write({ type: 'hold.ended', key, stopped });
    const { since = 0, ended } = this.#orders.hold(key) ?? {};
    if (stopped) throw this.#tell(key);
    return (ended?.at ?? since) - since;
  }

  async notes(make: string): Promise<readonly Note[]> {
    // What an earlier life told it is in the input of its step.
    const started = this.#earlier.get(`step.started ${make}`)?.event;
    if (started?.type !== 'step.started') return this.#orders.untold(laneOf(make));
    const { notes = [] } = started.input as StepInput<'make'>;
    return this.#orders.untold(laneOf(make)).filter(({ id }) => notes.includes(id));
  }

  async ordered(key: string): Promise<Ordered> {
    return this.#orders.standing(key);
  }

  /** Lets time pass, in milliseconds; waits whose deadline that is end. */
  wait(ms: number): void {
    this.#now += ms;
    for (const { expire, deadline } of this.#pending.values()) if (deadline <= this.#now) expire();
  }

  /** A person stops the run: every lane is told once. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#write({ type: 'stop.requested', by: 'a person' });
    for (const end of this.#holds.values()) end(true);
    for (const { key, fail } of this.#pending.values()) {
      if (!this.#takesStop(key)) continue;
      this.#write({ type: 'signal.taken', key, id: null });
      fail(this.#tell(key));
    }
  }

  /** People order before they are asked about. */
  #ask(key: string): void {
    this.#asked += 1;
    for (const order of this.#ordered.get(key) ?? []) this.#order(order);
    this.#ordered.delete(key);
  }

  #order(order: Order): void {
    this.#write(order);
    if (order.type === 'resume.requested') for (const end of this.#holds.values()) end(false);
  }

  /** Until the run is resumed, or stopped. */
  #rest(key: string): Promise<boolean> {
    const rest = new Promise<boolean>((resolve) => {
      this.#holds.set(key, (stopped) => {
        this.#holds.delete(key);
        resolve(stopped);
      });
    });
    this.#onRest();
    return rest;
  }

  #perform<K extends StepKind>(key: string, kind: K, input: StepInput<K>): StepOutcome {
    if (this.#takesStop(key)) return { status: 'stopped' };
    this.done.push(key);
    try {
      return { status: 'done', result: JSON.parse(JSON.stringify(this.#world[kind](input, key))) };
    } catch (error) {
      return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The event of the earlier life, whose time it is now. */
  #known(name: string): RunEvent | undefined {
    const recorded = this.#earlier.get(name);
    if (recorded !== undefined) this.#now = Math.max(this.#now, recorded.at);
    return recorded?.event;
  }

  #knownAnswer(ended: RunEvent | undefined): PersonSays | 'expired' | undefined {
    if (ended?.type === 'signal.expired') return 'expired';
    const sent = ended?.type === 'signal.taken' ? this.#known(`signal.sent ${ended.id}`) : undefined;
    return sent?.type === 'signal.sent' ? sent.value : undefined;
  }

  /** What is said next to a box; time goes on while nobody says anything. */
  #hear(box: string, deadline: number): PersonSays | 'expired' | undefined {
    const script = this.#says.get(box) ?? [];
    for (;;) {
      const next = script.shift();
      if (next === undefined || 'kind' in next) return next ?? (deadline <= this.#now ? 'expired' : undefined);
      this.wait(next.silentFor);
      if (deadline <= this.#now) return 'expired';
    }
  }

  #answer(key: string, box: string, answer: PersonSays | 'expired'): PersonSays | 'expired' {
    if (answer === 'expired') {
      this.#write({ type: 'signal.expired', key });
      return answer;
    }
    this.#write({ type: 'signal.sent', id: key, box, value: answer });
    this.#write({ type: 'signal.taken', key, id: key });
    return answer;
  }

  #wait(key: string, box: string, deadline: number): Promise<PersonSays | 'expired'> {
    const wait = new Promise<PersonSays | 'expired'>((resolve, reject) => {
      const expire = () => {
        this.#pending.delete(key);
        resolve(this.#answer(key, box, 'expired'));
      };
      const fail = (error: Error) => {
        this.#pending.delete(key);
        reject(error);
      };
      this.#pending.set(key, { key, deadline, expire, fail });
    });
    this.#onRest();
    return wait;
  }

  /** Looks after every turn of the event loop whether anything was asked for in it. */
  #onRest(before = -1): void {
    setImmediate(() => {
      if (this.#pending.size + this.#holds.size === 0) return;
      if (before !== this.#asked) this.#onRest(this.#asked);
      else this.#endARest();
    });
  }

  #endARest(): void {
    const [first] = [...this.#pending.values()].sort((a, b) => a.deadline - b.deadline);
    if (first !== undefined && Number.isFinite(first.deadline)) {
      this.wait(Math.max(0, first.deadline - this.#now));
      this.#onRest();
      return;
    }
    if (this.#holds.size > 0 && this.#resumesAfter !== undefined) {
      this.wait(this.#resumesAfter);
      this.#order({ type: 'resume.requested', by: { name: 'Ada', email: 'ada@example.com' } });
      return;
    }
    for (const { key, fail } of this.#pending.values()) fail(new Waiting(key));
  }

  /** Whether this is where the lane is told of the stop. */
  #takesStop(key: string): boolean {
    if (this.#stopBefore === key) this.stop();
    return this.#isStopped && !this.#told.has(laneOf(key));
  }

  #tell(key: string): Stopped {
    this.#told.add(laneOf(key));
    return new Stopped('stopped');
  }

  #write(event: RunEvent): void {
    const orders = this.#orderedThen.get(nameOf(event)) ?? [];
    this.#orderedThen.delete(nameOf(event));
    for (const order of orders) this.#write(order);
    const recorded = { seq: this.events.length, at: this.#now, event };
    this.events.push(recorded);
    this.#orders.apply(recorded);
  }
}

function scripts(says: NonNullable<MemoryOptions['says']>): ReadonlyMap<string, (PersonSays | Silence)[]> {
  const byBox = Array.isArray(says) ? { [onlyItem]: says as Script } : (says as Readonly<Record<string, Script>>);
  return new Map(Object.entries(byBox).map(([box, script]) => [box, [...script]]));
}

const orderTypes: readonly string[] = ['pause.requested', 'resume.requested', 'note.written', 'limits.raised'];
const isOrder = (event: RunEvent): event is Order => orderTypes.includes(event.type);

/** What an event of an earlier life is found by. */
function nameOf(event: RunEvent): string {
  if ('key' in event) return `${event.type} ${event.key}`;
  return event.type === 'signal.sent' ? `signal.sent ${event.id}` : event.type;
}

/** The run waits for a person who says nothing more. */
export class Waiting extends Error {
  readonly key: string;

  constructor(key: string) {
    super(`waits at ${key}`);
    this.key = key;
  }
}
