import { type Durable, StepFailed, Stopped } from '../../src/engine/durable.ts';
import type { RecordedEvent, RunEvent, RunStart, StepOutcome } from '../../src/model/event.ts';
import type { PersonSays } from '../../src/model/person.ts';
import type { StepInput, StepKind, StepResult } from '../../src/model/steps.ts';

/** What each kind of step does in a test. */
export type World = { readonly [K in StepKind]: (input: StepInput<K>, key: string) => StepResult<K> };

/** A `Durable` in memory. It keeps what it did as events, and can be given those of an earlier life to replay. */
export class MemoryDurable implements Durable {
  readonly runId = 'run-1';
  readonly events: RecordedEvent[] = [];
  /** Keys of the steps that were really done, in order. */
  readonly done: string[] = [];
  readonly #world: World;
  readonly #says: PersonSays[];
  readonly #recorded = new Map<string, RunEvent>();
  #now: number;
  #stopBefore: string | undefined;

  constructor(options: {
    readonly world: World;
    readonly start: RunStart;
    readonly says?: readonly PersonSays[];
    readonly now?: number;
    /** A person stops the run just before this key is asked for. */
    readonly stopBefore?: string;
    readonly earlier?: readonly RecordedEvent[];
  }) {
    this.#world = options.world;
    this.#says = [...(options.says ?? [])];
    this.#now = options.now ?? options.start.startedAt;
    this.#stopBefore = options.stopBefore;
    for (const { event } of options.earlier ?? [])
      if ('key' in event) this.#recorded.set(`${event.type} ${event.key}`, event);
    this.#write({ type: 'run.started', start: options.start });
  }

  async step<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>> {
    const known = this.#recorded.get(`step.finished ${key}`);
    this.#write({ type: 'step.started', key, kind, input: JSON.parse(JSON.stringify(input)) });
    const outcome = known?.type === 'step.finished' ? known.outcome : this.#perform(key, kind, input);
    this.#write({ type: 'step.finished', key, outcome });
    if (outcome.status === 'stopped') throw new Stopped('stopped');
    if (outcome.status === 'failed') throw new StepFailed(outcome.message);
    return outcome.result as StepResult<K>;
  }

  async signal(key: string): Promise<PersonSays> {
    this.#write({ type: 'signal.awaited', key, name: 'person' });
    if (this.#takesStop(key)) throw new Stopped('stopped');
    const value = this.#says.shift();
    if (value === undefined) throw new Waiting(key);
    this.#write({ type: 'signal.sent', id: key, name: 'person', value });
    this.#write({ type: 'signal.taken', key, id: key });
    return value;
  }

  async now(key: string): Promise<number> {
    const known = this.#recorded.get(`clock.read ${key}`);
    const now = known?.type === 'clock.read' ? known.now : this.#now;
    this.#write({ type: 'clock.read', key, now });
    return now;
  }

  /** Lets time pass, in milliseconds. */
  wait(ms: number): void {
    this.#now += ms;
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

  #takesStop(key: string): boolean {
    if (this.#stopBefore !== key) return false;
    this.#stopBefore = undefined;
    return true;
  }

  #write(event: RunEvent): void {
    this.events.push({ seq: this.events.length, at: this.#now, event });
  }
}

/** The run waits for a person who says nothing more. */
export class Waiting extends Error {
  readonly key: string;

  constructor(key: string) {
    super(`waits at ${key}`);
    this.key = key;
  }
}
