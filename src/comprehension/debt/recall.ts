import { FSRS6_DEFAULT_DECAY, FSRSAlgorithm, type FSRSState, forgetting_curve, Rating } from 'ts-fsrs';

/** That somebody recalled something at a time (epoch milliseconds); `easy`: by making it anew. */
export interface Recalled {
  readonly at: number;
  readonly rating: 'good' | 'easy';
}

/** What is left of it later: FSRS-6 counts on from `stability` (days until nine of ten are recalled) since `at`. */
export interface Memory {
  readonly at: number;
  readonly stability: number;
}

/** FSRS-6 with its published parameters (decision 28); nothing is scheduled by it, and nothing is random. */
const fsrs = new FSRSAlgorithm({});
const grades = { good: Rating.Good, easy: Rating.Easy } as const;
const day = 86_400_000;

/**
 * The memory that recalling something several times leaves, the oldest first; undefined where there was none. A proof is worth
 * at least what it is worth to somebody who was never asked before.
 */
export function memoryOf(recalled: readonly Recalled[]): Memory | undefined {
  let state: FSRSState | undefined;
  let at = 0;
  for (const one of recalled) {
    const grade = grades[one.rating];
    const first = fsrs.next_state(null, 0, grade);
    const next: FSRSState = state === undefined ? first : fsrs.next_state(state, daysBetween(at, one.at), grade);
    state = { ...next, stability: Math.max(next.stability, first.stability) };
    at = one.at;
  }
  return state && { at, stability: state.stability };
}

/** R: how likely it is still known at `now`, from 0 to 1. */
export function recallOf({ at, stability }: Memory, now: number): number {
  return forgetting_curve(FSRS6_DEFAULT_DECAY, daysBetween(at, now), stability);
}

/** Clocks of two machines differ: nothing is recalled before it was learned. */
const daysBetween = (from: number, to: number): number => Math.max(0, to - from) / day;
