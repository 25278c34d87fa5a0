import type { AgentEvent, FailureCause } from '../port.ts';
import type { DriveCause } from './outcome.ts';
import type { DriveSpec } from './spec.ts';

/** Why the driver ended a turn. */
export interface Stop {
  readonly status: 'failed' | 'limit';
  readonly cause: DriveCause;
  readonly detail: string;
}

const longestTimer = 2 ** 31 - 1;

/** Watches one turn: its time, its silence, and what it says of its login. Aborts its signal once, with a reason. */
export class Watch {
  readonly #limits: DriveSpec['limits'];
  readonly #controller = new AbortController();
  readonly #wall: NodeJS.Timeout;
  readonly #outer: AbortSignal;
  readonly #tools = new Set<string>();
  readonly #onOuter = (): void => this.#controller.abort();
  #idle: NodeJS.Timeout | undefined;
  #stop: Stop | undefined;
  /** What it has been trying again for since it last did anything. */
  #retrying: FailureCause | undefined;

  /** `deadline`: epoch milliseconds at which the step's time is up. */
  constructor(limits: DriveSpec['limits'], deadline: number, outer: AbortSignal) {
    this.#limits = limits;
    this.#outer = outer;
    const left = Math.max(deadline - Date.now(), 0);
    this.#wall = setTimeout(() => this.#endOfTime(), Math.min(left, longestTimer));
    if (outer.aborted) this.#controller.abort();
    outer.addEventListener('abort', this.#onOuter, { once: true });
    this.#listen();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it was ended; undefined where nobody did, or a person. */
  get stop(): Stop | undefined {
    return this.#stop;
  }

  heard(event: AgentEvent): void {
    if (event.type === 'tool-start') this.#tools.add(event.id);
    if (event.type === 'tool-end') this.#tools.delete(event.id);
    if (event.type === 'retry' && event.cause === 'auth') {
      this.end({ status: 'failed', cause: 'auth', detail: 'It is not logged in, or its key is refused.' });
    }
    // Output that is none of its protocol, and a try after the other, are no sign of work.
    if (event.type === 'noise') return;
    if (event.type === 'retry') this.#retrying = event.cause;
    else {
      this.#retrying = undefined;
      this.#listen();
    }
  }

  end(stop: Stop): void {
    if (this.#controller.signal.aborted) return;
    this.#stop = stop;
    this.#controller.abort();
  }

  close(): void {
    clearTimeout(this.#wall);
    clearTimeout(this.#idle);
    this.#outer.removeEventListener('abort', this.#onOuter);
  }

  #listen(): void {
    clearTimeout(this.#idle);
    const { idleSeconds, idleToolSeconds } = this.#limits;
    const patience = this.#tools.size > 0 ? idleToolSeconds : idleSeconds;
    this.#idle = setTimeout(() => this.#endOfPatience(patience), Math.min(patience * 1000, longestTimer));
  }

  #endOfPatience(patience: number): void {
    const cause = this.#retrying ?? 'idle';
    const only = this.#retrying === undefined ? 'said nothing' : 'only tried again';
    this.end({ status: 'failed', cause, detail: `It ${only} for ${patience} seconds.` });
  }

  #endOfTime(): void {
    const { wallSeconds } = this.#limits;
    this.end({ status: 'limit', cause: 'wall', detail: `Its ${wallSeconds} seconds are used up.` });
  }
}
