import type { RecordedEvent, RunEvent, RunOutcome, RunStart, StepOutcome } from '../model/event.ts';
import type { PersonSays } from '../model/person.ts';
import type { Json } from '../model/result.ts';
import type { StepKind } from '../model/steps.ts';

/** What the journal says of a step. One that was refused by a stop before it began has an outcome only. */
export interface StepRecord {
  readonly started?: { readonly kind: StepKind; readonly input: Json };
  readonly outcome?: StepOutcome;
}

/** A run's durable events, folded for answering by key. The same fold serves replay and the live run. */
export class RunRecord {
  start: RunStart | undefined;
  outcome: RunOutcome | undefined;
  stopRequestedBy: string | undefined;
  /** The interpreter was told of the stop: that happens once. */
  stopTold = false;
  readonly #steps = new Map<string, StepRecord>();
  readonly #clocks = new Map<string, number>();
  readonly #awaited = new Set<string>();
  readonly #taken = new Map<string, string | null>();
  readonly #said = new Map<string, PersonSays>();
  readonly #untaken: string[] = [];

  constructor(events: readonly RecordedEvent[]) {
    for (const { event } of events) this.apply(event);
  }

  step(key: string): StepRecord {
    return this.#steps.get(key) ?? {};
  }

  clock(key: string): number | undefined {
    return this.#clocks.get(key);
  }

  /** The id of the signal that a wait took, `null` when the stop ended it, `undefined` when it has not ended. */
  taken(key: string): string | null | undefined {
    return this.#taken.get(key);
  }

  isAwaited(key: string): boolean {
    return this.#awaited.has(key);
  }

  said(id: string): PersonSays | undefined {
    return this.#said.get(id);
  }

  /** Takes the oldest signal that no wait took, so that no other wait can; its `signal.taken` is for the caller to write. */
  reserve(): string | undefined {
    return this.#untaken.shift();
  }

  /** A stop was requested that the interpreter was not told of yet. */
  get stopPending(): boolean {
    return this.stopRequestedBy !== undefined && !this.stopTold;
  }

  apply(event: RunEvent): void {
    switch (event.type) {
      case 'run.started':
        this.start = event.start;
        return;
      case 'step.started':
        this.#steps.set(event.key, { started: { kind: event.kind, input: event.input as Json } });
        return;
      case 'step.finished':
        this.#steps.set(event.key, { ...this.#steps.get(event.key), outcome: event.outcome });
        this.stopTold ||= event.outcome.status === 'stopped';
        return;
      case 'clock.read':
        this.#clocks.set(event.key, event.now);
        return;
      case 'signal.awaited':
        this.#awaited.add(event.key);
        return;
      case 'signal.sent':
        if (this.#said.has(event.id)) return;
        this.#said.set(event.id, event.value);
        this.#untaken.push(event.id);
        return;
      case 'signal.taken':
        this.#take(event.key, event.id);
        return;
      case 'stop.requested':
        this.stopRequestedBy ??= event.by;
        return;
      case 'run.finished':
        this.outcome = event.outcome;
        return;
    }
  }

  #take(key: string, id: string | null): void {
    this.#taken.set(key, id);
    this.stopTold ||= id === null;
    const place = id === null ? -1 : this.#untaken.indexOf(id);
    if (place !== -1) this.#untaken.splice(place, 1);
  }
}
