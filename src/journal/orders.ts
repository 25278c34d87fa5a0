import type { Ordered } from '../engine/durable.ts';
import type { RecordedEvent, RunEvent } from '../model/event.ts';
import { laneOf } from '../model/lane.ts';
import { type Note, type Raised, raisedBy } from '../model/order.ts';
import type { StepInput } from '../model/steps.ts';

/** A hold of a lane: since when, and how it ended. Times are epoch milliseconds. */
export interface HoldRecord {
  readonly since: number;
  readonly ended?: { readonly at: number; readonly stopped: boolean };
}

const nothingOrdered: Ordered = { pausedMs: 0, raised: {} };

/**
 * What people ordered of a run, folded from its events. An order counts from its place in the journal on, so that a replay
 * knows of each moment what was ordered by then, and of each note which step was told it.
 */
export class Orders {
  #pausedSince: number | undefined;
  #pausedBefore = 0;
  #raised: Raised = {};
  readonly #notes: Note[] = [];
  /** Ids of notes that a lane's makers have been told. */
  readonly #told = new Map<string, Set<string>>();
  /** Notes by the make that was told them. */
  readonly #toldTo = new Map<string, readonly Note[]>();
  readonly #holds = new Map<string, HoldRecord>();
  /** By the key of a step or a clock; where nothing had been ordered there is none. */
  readonly #standing = new Map<string, Ordered>();

  get isPaused(): boolean {
    return this.#pausedSince !== undefined;
  }

  hold(key: string): HoldRecord | undefined {
    return this.#holds.get(key);
  }

  /** How the orders stood when this step was begun, or this clock read. */
  standing(key: string): Ordered {
    return this.#standing.get(key) ?? nothingOrdered;
  }

  /** The notes that a make was told; undefined when it was not begun yet. */
  toldTo(make: string): readonly Note[] | undefined {
    return this.#toldTo.get(make);
  }

  /** Notes for a lane that none of its makes was told, oldest first. */
  untold(lane: string): readonly Note[] {
    const told = this.#told.get(lane);
    return this.#notes.filter((note) => (note.item ?? lane) === lane && told?.has(note.id) !== true);
  }

  apply({ event, at }: Pick<RecordedEvent, 'event' | 'at'>): void {
    switch (event.type) {
      case 'pause.requested':
        this.#pausedSince ??= at;
        return;
      case 'resume.requested':
        this.#pausedBefore += this.#pausedUntil(at);
        this.#pausedSince = undefined;
        return;
      case 'note.written':
        if (!this.#notes.some(({ id }) => id === event.note.id)) this.#notes.push(event.note);
        return;
      case 'limits.raised':
        this.#raised = raisedBy(this.#raised, event.to);
        return;
      case 'hold.begun':
        this.#holds.set(event.key, { since: at });
        return;
      case 'hold.ended':
        this.#holds.set(event.key, {
          since: this.#holds.get(event.key)?.since ?? at,
          ended: { at, stopped: event.stopped },
        });
        return;
      case 'clock.read':
        this.#note(event.key, at);
        return;
      case 'step.started':
        this.#note(event.key, at);
        this.#tell(event);
        return;
      default:
        return;
    }
  }

  #note(key: string, at: number): void {
    const pausedMs = this.#pausedBefore + this.#pausedUntil(at);
    if (pausedMs > 0 || Object.keys(this.#raised).length > 0) {
      this.#standing.set(key, { pausedMs, raised: this.#raised });
    }
  }

  #pausedUntil(at: number): number {
    return this.#pausedSince === undefined ? 0 : Math.max(0, at - this.#pausedSince);
  }

  #tell({ key, kind, input }: Extract<RunEvent, { type: 'step.started' }>): void {
    if (kind !== 'make') return;
    const { notes = [] } = input as StepInput<'make'>;
    this.#toldTo.set(
      key,
      this.#notes.filter(({ id }) => notes.includes(id)),
    );
    if (notes.length === 0) return;
    const lane = laneOf(key);
    this.#told.set(lane, new Set([...(this.#told.get(lane) ?? []), ...notes]));
  }
}
