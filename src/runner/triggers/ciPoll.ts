import type { Result } from '../../model/result.ts';
import type { FinishedCiRun } from '../../triggers/workflow.ts';

/** A loop that waits for CI runs. */
export interface PolledLoop {
  readonly loop: string;
  readonly workflows: readonly string[];
  /** Short names; each is one question. */
  readonly branches: readonly string[];
  readonly everyMs: number;
  /** Runs that finished after it are news; epoch milliseconds. */
  readonly since: number;
}

export interface CiQuery {
  readonly branch: string;
  readonly since: number;
  readonly workflows: readonly string[];
}

export interface CiPollWorld {
  now(): number;
  wakeAt(at: number, wake: () => void): () => void;
  /** The error is a sentence that says what to do. */
  ask(query: CiQuery): Promise<Result<readonly FinishedCiRun[], string>>;
  heard(loop: string, runs: readonly FinishedCiRun[]): Promise<void>;
  /** The CI cannot be asked; said once until it can again. */
  deaf(loop: string, why: string): Promise<void>;
}

interface Polling extends PolledLoop {
  since: number;
  next: number;
  failures: number;
}

const longestPause = 60 * 60_000;
/** An answer may come late to the forge's own list, so that a little is asked for again; telling twice does no harm. */
const overlapMs = 10 * 60_000;

/** Asks the CI of the repository now and then for loops that wait for it; after failures more rarely, up to an hour. */
export class CiPoll {
  readonly #world: CiPollWorld;
  #polling: readonly Polling[] = [];
  #forgetWake: (() => void) | undefined;
  #busy: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(world: CiPollWorld) {
    this.#world = world;
  }

  /** The loops to ask for from now on; one that was there before keeps its place. */
  watch(loops: readonly PolledLoop[]): void {
    const now = this.#world.now();
    this.#polling = loops.map((loop) => {
      const before = this.#polling.find((one) => one.loop === loop.loop);
      const since = Math.max(loop.since, before?.since ?? 0);
      return { ...loop, since, next: before?.next ?? now, failures: before?.failures ?? 0 };
    });
    this.#sleep();
  }

  /** Done when no question is under way. */
  get settled(): Promise<void> {
    return this.#busy;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#forgetWake?.();
    await this.#busy;
  }

  #sleep(): void {
    this.#forgetWake?.();
    this.#forgetWake = undefined;
    if (this.#isClosed || this.#polling.length === 0) return;
    const now = this.#world.now();
    // A clock that was put back does not keep a question waiting for longer than its pause.
    for (const one of this.#polling) one.next = Math.min(one.next, now + pauseOf(one));
    const at = Math.min(...this.#polling.map(({ next }) => next));
    this.#forgetWake = this.#world.wakeAt(Math.min(at, now + 60_000), () => {
      this.#busy = this.#busy.then(() => this.#poll());
    });
  }

  async #poll(): Promise<void> {
    for (const one of this.#polling) {
      if (this.#isClosed) return;
      if (this.#world.now() < one.next) continue;
      await this.#ask(one);
      one.next = this.#world.now() + pauseOf(one);
    }
    this.#sleep();
  }

  async #ask(one: Polling): Promise<void> {
    let newest = one.since;
    for (const branch of one.branches) {
      const answer = await this.#world.ask({ branch, since: one.since - overlapMs, workflows: one.workflows });
      if (!answer.ok) {
        one.failures++;
        if (one.failures === 1) await this.#world.deaf(one.loop, answer.error);
        return;
      }
      newest = Math.max(newest, ...answer.value.map((run) => run.finishedAt));
      await this.#world.heard(one.loop, answer.value);
    }
    one.failures = 0;
    one.since = newest;
  }
}

const pauseOf = ({ everyMs, failures }: Polling): number =>
  Math.max(everyMs, Math.min(longestPause, everyMs * 2 ** Math.min(failures, 10)));
