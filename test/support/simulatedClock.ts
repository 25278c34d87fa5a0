import type { Wake } from '../../src/journal/wake.ts';

interface Alarm {
  readonly at: number;
  readonly call: () => void;
}

/** A clock for tests: time stands still until it is told to pass, and alarms ring on the way in their order. */
export class SimulatedClock {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  constructor(now = 0) {
    this.#now = now;
  }

  /** Epoch milliseconds. */
  readonly now = (): number => this.#now;

  readonly wake: Wake = (at, call) => {
    const alarm = { at, call };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  };

  /** When the next alarm rings; `undefined` where there is none. */
  get next(): number | undefined {
    const times = [...this.#alarms].map(({ at }) => at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Lets time pass, in milliseconds. What an alarm sets going has a turn of the event loop before time goes on. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let at = this.next; at !== undefined && at <= end; at = this.next) {
      this.#now = Math.max(this.#now, at);
      this.#ring();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = end;
  }

  /** The clock is set, or the machine slept: no alarm notices by itself. */
  jump(ms: number): void {
    this.#now += ms;
  }

  #ring(): void {
    for (const alarm of this.#alarms) {
      if (alarm.at > this.#now || !this.#alarms.delete(alarm)) continue;
      alarm.call();
    }
  }
}
