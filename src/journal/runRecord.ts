import type { RecordedEvent, RunEvent, RunStart, StepOutcome } from '../model/event.ts';
import { laneOf } from '../model/lane.ts';
import type { RunOutcome } from '../model/outcome.ts';
import type { PersonSays } from '../model/person.ts';
import type { Json } from '../model/result.ts';
import type { StepKind } from '../model/steps.ts';
import { Orders } from './orders.ts';

/** What the journal says of a step. One that was refused by a stop before it began has an outcome only. */
export interface StepRecord {
  readonly started?: { readonly kind: StepKind; readonly input: Json };
  readonly outcome?: StepOutcome;
}

/** A wait as it was begun. */
export interface AwaitedSignal {
  readonly box: string;
  /** Epoch milliseconds. */
  readonly deadline?: number | undefined;
}

/** What ended a wait: the signal that it took, its deadline, or the stop of the run. */
export type WaitEnd = { readonly took: string } | 'expired' | 'stopped';

/** A run's durable events, folded for answering by key. The same fold serves replay and the live run. */
export class RunRecord {
  start: RunStart | undefined;
  outcome: RunOutcome | undefined;
  stopRequestedBy: string | undefined;
  readonly orders = new Orders();
  /** Lanes that were told of the stop: that happens once each. */
  readonly #told = new Set<string>();
  readonly #steps = new Map<string, StepRecord>();
  readonly #clocks = new Map<string, number>();
  readonly #awaited = new Map<string, AwaitedSignal>();
  readonly #ended = new Map<string, WaitEnd>();
  readonly #said = new Map<string, { readonly box: string; readonly value: PersonSays }>();
  /** Ids of what no wait took yet, by box, in the order they were sent. */
  readonly #untaken = new Map<string, string[]>();

  constructor(events: readonly RecordedEvent[]) {
    for (const recorded of events) this.apply(recorded);
  }

  step(key: string): StepRecord {
    return this.#steps.get(key) ?? {};
  }

  clock(key: string): number | undefined {
    return this.#clocks.get(key);
  }

  /** How a wait was begun; `undefined` when it was not. */
  awaited(key: string): AwaitedSignal | undefined {
    return this.#awaited.get(key);
  }

  /** What ended a wait; `undefined` while nothing has. */
  waitEnd(key: string): WaitEnd | undefined {
    return this.#ended.get(key);
  }

  said(id: string): PersonSays | undefined {
    return this.#said.get(id)?.value;
  }

  /** Takes the oldest signal of a box, so that no other wait can; its `signal.taken` is for the caller to write. */
  reserve(box: string): string | undefined {
    return this.#untaken.get(box)?.shift();
  }

  /** Whether a stop was requested that the lane of this key was not told of yet. */
  isStopPending(key: string): boolean {
    return this.stopRequestedBy !== undefined && !this.#told.has(laneOf(key));
  }

  apply(recorded: Pick<RecordedEvent, 'event' | 'at'>): void {
    const { event } = recorded;
    this.orders.apply(recorded);
    switch (event.type) {
      case 'run.started':
        this.start = event.start;
        return;
      case 'step.started':
        this.#steps.set(event.key, { started: { kind: event.kind, input: event.input as Json } });
        return;
      case 'step.finished':
        this.#steps.set(event.key, { ...this.#steps.get(event.key), outcome: event.outcome });
        if (event.outcome.status === 'stopped') this.#told.add(laneOf(event.key));
        return;
      case 'clock.read':
        this.#clocks.set(event.key, event.now);
        return;
      case 'signal.awaited':
        this.#awaited.set(event.key, event);
        return;
      case 'signal.sent':
        this.#send(event);
        return;
      case 'signal.taken':
        this.#take(event.key, event.id);
        return;
      case 'signal.expired':
        this.#ended.set(event.key, 'expired');
        return;
      case 'stop.requested':
        this.stopRequestedBy ??= event.by;
        return;
      case 'hold.ended':
        if (event.stopped) this.#told.add(laneOf(event.key));
        return;
      case 'run.finished':
        this.outcome = event.outcome;
        return;
      case 'pause.requested':
      case 'resume.requested':
      case 'note.written':
      case 'limits.raised':
      case 'hold.begun':
        return;
    }
  }

  #send({ id, box, value }: Extract<RunEvent, { type: 'signal.sent' }>): void {
    if (this.#said.has(id)) return;
    this.#said.set(id, { box, value });
    const untaken = this.#untaken.get(box);
    if (untaken === undefined) this.#untaken.set(box, [id]);
    else untaken.push(id);
  }

  #take(key: string, id: string | null): void {
    if (id === null) {
      this.#ended.set(key, 'stopped');
      this.#told.add(laneOf(key));
      return;
    }
    this.#ended.set(key, { took: id });
    const untaken = this.#untaken.get(this.#said.get(id)?.box ?? '') ?? [];
    // It was reserved already where this process wrote the event.
    const place = untaken.indexOf(id);
    if (place !== -1) untaken.splice(place, 1);
  }
}
