import type { RecordedEvent } from '../model/event.ts';
import type { RunnerClient } from '../protocol/client.ts';

/** The events of a run that arrive while somebody else is busy. */
export class Arrivals {
  readonly events: RecordedEvent[] = [];
  /** The connection is gone; nothing more comes. */
  lost = false;
  /** Why the run cannot go on; nothing more comes of it. */
  broken: string | undefined;
  readonly #signal: AbortSignal;
  readonly #off: readonly (() => void)[];
  readonly #ring = () => this.#wake();
  #wake: () => void = () => {};

  constructor(client: RunnerClient, run: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#off = [
      client.onEvent((of, recorded) => {
        if (of !== run) return;
        this.events.push(recorded);
        this.#wake();
      }),
      client.onBroken((of, why) => {
        if (of !== run) return;
        this.broken = why;
        this.#wake();
      }),
      client.onClose(() => {
        this.lost = true;
        this.#wake();
      }),
    ];
    signal.addEventListener('abort', this.#ring);
  }

  /** Resolves when there are events, the run is broken, the connection is lost or the signal is aborted: at once where that is so. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.events.length > 0 || this.lost || this.broken !== undefined || this.#signal.aborted) resolve();
    });
  }

  close(): void {
    for (const off of this.#off) off();
    this.#signal.removeEventListener('abort', this.#ring);
  }
}
