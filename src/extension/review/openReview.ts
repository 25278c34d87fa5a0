import { detailOf, type RunDetail } from '../../model/shapes.ts';
import { type RankedFile, riskOrder } from '../../review/riskOrder.ts';
import { coalesced } from '../coalesced.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { RunStore } from '../runs/runStore.ts';
import { type LandingGate, landingGate } from './gate.ts';

/** What a review shows at one moment. All of it, the approval too, is about exactly this content. */
export interface ReviewShown {
  readonly run: string;
  readonly detail: RunDetail;
  /** In the order they deserve to be read. */
  readonly files: readonly RankedFile[];
  readonly gate: LandingGate;
}

/** The review that is open in this window, at most one, kept true by the store. */
export class OpenReview {
  readonly #store: RunStore;
  readonly #changed = new Listeners<[shown: ReviewShown | undefined]>();
  readonly #update = coalesced(() => this.show());
  readonly #unsubscribe: Unsubscribe;
  #run: string | undefined;
  #shown: ReviewShown | undefined;

  constructor(store: RunStore) {
    this.#store = store;
    this.#unsubscribe = store.onChange((run) => {
      if (this.#run !== undefined && run === this.#run) this.#update.ask();
    });
  }

  onChange(listener: (shown: ReviewShown | undefined) => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** What stands before the person; undefined while no review is open. */
  get shown(): ReviewShown | undefined {
    return this.#shown;
  }

  isOf(run: string): boolean {
    return this.#run === run;
  }

  /** Opens the review of a run whose events were read; undefined where it has no change. */
  open(run: string): ReviewShown | undefined {
    if (shownOf(this.#store, run) === undefined) return undefined;
    this.#run = run;
    this.show();
    return this.#shown;
  }

  close(): void {
    this.#run = undefined;
    this.show();
  }

  dispose(): void {
    this.#update.cancel();
    this.#unsubscribe();
  }

  /** Shows what the store has by now, without waiting for the next update. */
  show(): void {
    this.#shown = this.#run === undefined ? undefined : shownOf(this.#store, this.#run);
    this.#changed.tell(this.#shown);
  }
}

function shownOf(store: RunStore, run: string): ReviewShown | undefined {
  const state = store.get(run)?.state;
  const detail = state === undefined ? undefined : detailOf(state);
  if (detail?.change === undefined) return undefined;
  return { run, detail, files: riskOrder(detail.change), gate: landingGate(detail) };
}
