import { detailOf, type RunDetail } from '../../model/shapes.ts';
import { coalesced } from '../coalesced.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import { inWords } from '../runs/itemsNow.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { DeliverAs } from './deliverWords.ts';
import { type LandingGate, landingGate } from './gate.ts';

export type ItemDetail = RunDetail['items'][number];

/** What a review shows at one moment. All of it, the approval too, is about exactly this content. */
export interface ReviewShown extends ItemRef {
  /** What people call it: the loop, and the item where it has a name. */
  readonly title: string;
  readonly detail: RunDetail;
  readonly of: ItemDetail & { readonly change: NonNullable<ItemDetail['change']> };
  readonly as: DeliverAs;
  readonly gate: LandingGate;
}

/** The review that is open in this window, at most one, kept true by the store. */
export class OpenReview {
  readonly #store: RunStore;
  readonly #changed = new Listeners<[shown: ReviewShown | undefined]>();
  readonly #update = coalesced(() => this.show());
  readonly #unsubscribe: Unsubscribe;
  #open: ItemRef | undefined;
  #shown: ReviewShown | undefined;

  constructor(store: RunStore) {
    this.#store = store;
    this.#unsubscribe = store.onChange((run) => {
      if (run !== undefined && run === this.#open?.run) this.#update.ask();
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
    return this.#open?.run === run;
  }

  /** Opens the review of an item of a run whose events were read; undefined where it has no change. */
  open(ref: ItemRef): ReviewShown | undefined {
    if (reviewOf(this.#store, ref) === undefined) return undefined;
    this.#open = ref;
    this.show();
    return this.#shown;
  }

  isOpenOn(ref: ItemRef): boolean {
    return this.#open !== undefined && isSameItem(this.#open, ref);
  }

  close(): void {
    this.#open = undefined;
    this.show();
  }

  dispose(): void {
    this.#update.cancel();
    this.#unsubscribe();
  }

  /** Shows what the store has by now, without waiting for the next update. */
  show(): void {
    this.#shown = this.#open === undefined ? undefined : reviewOf(this.#store, this.#open);
    this.#changed.tell(this.#shown);
  }
}

/** The review of an item as the store has it now; undefined where there is no change to read. */
export function reviewOf(store: RunStore, { run, item }: ItemRef): ReviewShown | undefined {
  const state = store.get(run)?.state;
  if (state === undefined) return undefined;
  const detail = detailOf(state);
  const of = detail.items.find(({ id }) => id === item);
  if (of?.change === undefined) return undefined;
  const { change } = of;
  const { as } = state.start.deliver;
  const title = `${detail.loop}${inWords(of)}`;
  const gate = landingGate({ detail, of, as });
  return { run, item, title, detail, of: { ...of, change }, as, gate };
}
