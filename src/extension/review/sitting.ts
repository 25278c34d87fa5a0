/** Lines in one sitting after which people find less: 200 to 400 (SmartBear and Cisco). */
export const linesInSitting = 400;
/** Minutes after which it is the same: 60 to 90. */
export const minutesInSitting = 60;
/** Minutes away from every review after which a sitting begins anew. */
const breakMinutes = 15;

const minuteMs = 60_000;

/** Why a pause is proposed. */
export interface PauseDue {
  readonly lines: number;
  readonly minutes: number;
}

/** One person reading at this window: tells once a sitting that it has been enough. A break begins another. */
export class Sitting {
  readonly #now: () => number;
  #lines = 0;
  #attendedMs = 0;
  /** Since when somebody looks. */
  #since: number | undefined;
  #leftAt: number | undefined;
  #isProposed = false;

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether a review stands before the person from now on. */
  look(isThere: boolean): void {
    const now = this.#now();
    if (isThere === (this.#since !== undefined)) return;
    if (isThere) {
      if (this.#leftAt !== undefined && now - this.#leftAt >= breakMinutes * minuteMs) this.#beginAnew();
      this.#since = now;
    } else {
      this.#attendedMs += now - (this.#since ?? now);
      this.#since = undefined;
      this.#leftAt = now;
    }
  }

  /** Lines that were viewed; negative where a mark was taken back. */
  read(lines: number): void {
    this.#lines = Math.max(0, this.#lines + lines);
  }

  /** What there is to say for a pause; undefined before it is due, and after it was said. */
  due(): PauseDue | undefined {
    const running = this.#since === undefined ? 0 : this.#now() - this.#since;
    const minutes = Math.floor((this.#attendedMs + running) / minuteMs);
    const isDue = this.#lines >= linesInSitting || minutes >= minutesInSitting;
    if (!isDue || this.#isProposed) return undefined;
    this.#isProposed = true;
    return { lines: this.#lines, minutes };
  }

  #beginAnew(): void {
    this.#lines = 0;
    this.#attendedMs = 0;
    this.#isProposed = false;
  }
}

export function pauseWords({ lines, minutes }: PauseDue): string {
  const so = lines >= linesInSitting ? `${lines} lines` : `${minutes} minutes`;
  return `You have read for ${so} in one sitting. Beyond ${linesInSitting} lines or an hour, reviewers find fewer defects. Your place is kept.`;
}
