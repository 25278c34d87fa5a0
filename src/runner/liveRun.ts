import { runLoop } from '../engine/runLoop.ts';
import type { JournalRun } from '../journal/engine.ts';
import type { RecordedEvent, RunStart } from '../model/event.ts';
import type { Approval, PersonSays } from '../model/person.ts';
import { fold, foldAll, type RunState, statusOf } from '../model/runState.ts';
import { loopOf } from './runStart.ts';

export type { Approval };

/** A run that this runner drives: its journal, the fold over it, and who wants to know of changes. */
export class LiveRun {
  readonly #run: JournalRun;
  readonly #listeners = new Set<() => void>();
  #state: RunState;
  #broken: string | undefined;
  readonly ended: Promise<void>;

  /** `onEvent` is called with every event once it is on disk. The run's `run.started` must be there already. */
  constructor(run: JournalRun, onEvent: (recorded: RecordedEvent) => void) {
    const state = foldAll(run.events);
    if (state === undefined) throw new Error(`The run ${run.runId} was never started.`);
    this.#run = run;
    this.#state = state;
    run.onDurable((recorded) => {
      this.#state = fold(this.#state, recorded);
      onEvent(recorded);
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
  say(id: string, value: PersonSays): Promise<unknown> {
    return this.#run.deliver({ id, value });
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

  async #drive(start: RunStart): Promise<void> {
    try {
      const outcome = await runLoop(loopOf(start), start, this.#run);
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
