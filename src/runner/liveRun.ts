import { runLoop } from '../engine/runLoop.ts';
import type { JournalRun } from '../journal/engine.ts';
import type { RecordedEvent, RunStart } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import type { Order } from '../model/order.ts';
import type { PersonSays } from '../model/person.ts';
import { fold, foldAll, type RunState, statusOf } from '../model/runState.ts';
import { loopOf } from './runStart.ts';

/** A run that this runner drives: its journal, the fold over it, and who wants to know of changes. */
export class LiveRun {
  readonly #run: JournalRun;
  readonly #listeners = new Set<() => void>();
  /** As the run's own definition says. */
  readonly loop: Loop;
  #state: RunState;
  #broken: string | undefined;
  readonly ended: Promise<void>;

  /** `onEvent` is called with every event once it is on disk. The run's `run.started` must be there already. */
  constructor(run: JournalRun, onEvent: (self: LiveRun, recorded: RecordedEvent) => void) {
    const state = foldAll(run.events);
    if (state === undefined) throw new Error(`The run ${run.runId} was never started.`);
    this.#run = run;
    this.#state = state;
    this.loop = loopOf(state.start);
    run.onDurable((recorded) => {
      this.#state = fold(this.#state, recorded);
      onEvent(this, recorded);
      this.#changed();
    });
    this.ended = this.#drive(state.start);
  }

  get id(): string {
    return this.#run.runId;
  }

  get state(): RunState {
    return this.#state;
  }

  get directory(): string {
    return this.#run.directory;
  }

  get events(): readonly RecordedEvent[] {
    return this.#run.events;
  }

  /** Why the run cannot go on, though its journal does not say that it ended. */
  get broken(): string | undefined {
    return this.#broken;
  }

  stop(by: string): Promise<unknown> {
    return this.#run.requestStop(by);
  }

  /** Hands over what a person said; done when it is on disk. The same `id` twice counts once. */
  say(signal: { readonly id: string; readonly box: string; readonly value: PersonSays }): Promise<unknown> {
    return this.#run.deliver(signal);
  }

  /** What a person orders of the run from now on; done when it is on disk. */
  order(order: Order): Promise<unknown> {
    return this.#run.order(order);
  }

  /** The state once `isSo` holds for it, or once the run has ended. */
  async until(isSo: (state: RunState) => boolean): Promise<RunState> {
    while (!isSo(this.#state) && this.#state.outcome === undefined && this.#broken === undefined) {
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
    return this.#state;
  }

  /** Whether it needs a runner right now: a run that waits for a person does not. */
  get isBusy(): boolean {
    return this.#broken === undefined && statusOf(this.#state) === 'running';
  }

  /** Whether it has work at hand that another run must not overlap: it works, or is paused in the middle of it. */
  get isAtWork(): boolean {
    return this.isBusy || (this.#broken === undefined && statusOf(this.#state) === 'paused');
  }

  /** Whether a wait in it ends by itself, so that somebody must be there then. */
  get hasDeadline(): boolean {
    if (this.#state.outcome !== undefined) return false;
    return [...this.#state.items.values()].some(({ awaits }) => awaits?.deadline !== undefined);
  }

  async #drive(start: RunStart): Promise<void> {
    try {
      const outcome = await runLoop(this.loop, start, this.#run);
      await this.#run.finish(outcome);
    } catch (error) {
      this.#broken = error instanceof Error ? error.message : String(error);
      console.error(`run ${this.id} cannot go on:`, error);
      this.#changed();
    } finally {
      await this.#run.close().catch((error: unknown) => console.error(`run ${this.id}:`, error));
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
