import { type Durable, StepFailed, Stopped } from '../../src/engine/durable.ts';
import type { RecordedEvent, RunEvent, RunStart, StepOutcome } from '../../src/model/event.ts';
import { laneOf, onlyItem } from '../../src/model/lane.ts';
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
  readonly #pending = new Map<string, Pending>();
  #now: number;
  #isStopped = false;
  /** Counts what was asked for: no change between two turns of the event loop means rest. */
  #asked = 0;

  constructor({ world, start, says = [], now, stopBefore, earlier = [] }: MemoryOptions) {
    this.#world = world;
    this.#says = scripts(says);
    this.#now = now ?? start.startedAt;
    this.#stopBefore = stopBefore;
    for (const recorded of earlier) this.#earlier.set(nameOf(recorded.event), recorded);
    this.#write({ type: 'run.started', start });
    if (this.#earlier.has('stop.requested')) this.stop();
  }

  async step<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>> {
    this.#asked += 1;
    const known = this.#known(`step.finished ${key}`);
    this.#write({ type: 'step.started', key, kind, input: JSON.parse(JSON.stringify(input)) });
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
    this.#asked += 1;
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
    this.#asked += 1;
    const known = this.#known(`clock.read ${key}`);
    const now = known?.type === 'clock.read' ? known.now : this.#now;
    this.#write({ type: 'clock.read', key, now });
    return now;
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
    for (const { key, fail } of this.#pending.values()) {
      if (!this.#takesStop(key)) continue;
      this.#write({ type: 'signal.taken', key, id: null });
      fail(this.#tell(key));
    }
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
      if (this.#pending.size === 0) return;
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
    this.events.push({ seq: this.events.length, at: this.#now, event });
  }
}

function scripts(says: NonNullable<MemoryOptions['says']>): ReadonlyMap<string, (PersonSays | Silence)[]> {
  const byBox = Array.isArray(says) ? { [onlyItem]: says as Script } : (says as Readonly<Record<string, Script>>);
  return new Map(Object.entries(byBox).map(([box, script]) => [box, [...script]]));
}

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
