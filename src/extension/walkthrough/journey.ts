import type { RunSummary } from '../../model/shapes.ts';
import type { ContextKeys } from '../viewTable.ts';

export type Progress = Pick<
  ContextKeys,
  'loopwright.hasLoops' | 'loopwright.hasRuns' | 'loopwright.waits' | 'loopwright.hasDelivered'
>;

type Seen = Pick<RunSummary, 'id' | 'status' | 'waitingCount' | 'finishedAt'>;

/**
 * How far the person is on the way to a landed change, by what the window knows. Thousands of runs may be known: each is
 * looked at when it changes, not all of them at every event.
 */
export class Journey {
  readonly #waiting = new Set<string>();
  #hasRuns = false;
  #hasDelivered = false;
  #told: Progress | undefined;

  see(run: Seen): void {
    this.#hasRuns = true;
    this.#hasDelivered ||= run.status === 'delivered';
    if (waits(run)) this.#waiting.add(run.id);
    else this.#waiting.delete(run.id);
  }

  /** The keys that are not as they were when this was last asked, with how they are now. */
  turned(loops: number): readonly (readonly [key: keyof Progress, value: boolean])[] {
    const now: Progress = {
      'loopwright.hasLoops': loops > 0,
      'loopwright.hasRuns': this.#hasRuns,
      'loopwright.waits': this.#waiting.size > 0,
      'loopwright.hasDelivered': this.#hasDelivered,
    };
    const before = this.#told;
    this.#told = now;
    return (Object.keys(now) as (keyof Progress)[])
      .filter((key) => before?.[key] !== now[key])
      .map((key) => [key, now[key]] as const);
  }
}

const waits = ({ status, waitingCount = 0, finishedAt }: Seen): boolean =>
  finishedAt === undefined && (status === 'waiting' || waitingCount > 0);
