import type { Checkout, EvidencePage } from '../../protocol/evidenceView.ts';
import { coalesced } from '../coalesced.ts';
import type { ItemRef } from '../itemRef.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { RunStore } from '../runs/runStore.ts';
import { decisionNow } from './decisionNow.ts';
import { EvidenceParts } from './evidenceParts.ts';

export interface EvidenceDeps {
  readonly store: Pick<RunStore, 'get' | 'onChange'>;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
  /** The text of a run's loop file in the checkout: undefined where it is gone, null where nobody can tell. */
  readonly readDefinition: (run: string, file: string) => Promise<string | undefined | null>;
  /** The review that is open in the window. */
  readonly review: {
    isOpenOn(ref: ItemRef): boolean;
    onChange(listener: () => void): Unsubscribe;
  };
  readonly post: (page: EvidencePage) => void;
}

const gone = 'This run cannot be read: its journal is gone, or the runner is. Open another one from the view Runs.';
const noItem = 'This run has no such item. Open its page from the view Runs to see what it did.';

/** Feeds the evidence page of one item. A page that is hidden listens to nothing and costs nothing. */
export class EvidenceFeed {
  readonly ref: ItemRef;
  readonly #deps: EvidenceDeps;
  readonly #parts = new EvidenceParts();
  readonly #tell = coalesced(() => this.#tellNews());
  readonly #ends: readonly Unsubscribe[];
  #listens = false;
  #checkout: Checkout = 'unknown';

  constructor(ref: ItemRef, deps: EvidenceDeps) {
    this.ref = ref;
    this.#deps = deps;
    this.#ends = [
      deps.store.onChange((changed) => {
        if (this.#listens && (changed === ref.run || changed === undefined)) this.#tell.ask();
      }),
      deps.review.onChange(() => {
        if (this.#listens) this.#tell.ask();
      }),
    ];
  }

  /** The page is ready: it is told everything. */
  async begin(): Promise<void> {
    const { run } = this.ref;
    this.#listens = true;
    this.#parts.forget();
    if (this.#deps.store.get(run)?.state === undefined) await this.#deps.readRun(run);
    if (this.#deps.store.get(run)?.state === undefined) {
      this.#post({ show: 'trouble', message: gone });
      return;
    }
    this.#tellNews();
    await this.#compareDefinition();
  }

  /** The page is not seen any more; it says that it is ready when it is again. */
  hide(): void {
    this.#listens = false;
    this.#tell.cancel();
  }

  dispose(): void {
    this.hide();
    for (const end of this.#ends) end();
  }

  #post(page: EvidencePage): void {
    if (this.#listens) this.#deps.post(page);
  }

  #tellNews(): void {
    const { run, item } = this.ref;
    const state = this.#deps.store.get(run)?.state;
    if (!this.#listens || state === undefined) return;
    const decision = decisionNow(state, item, { isBeforeYou: this.#deps.review.isOpenOn(this.ref) });
    const news = decision && this.#parts.of(state, item, { decision, checkout: this.#checkout });
    if (decision === undefined) this.#post({ show: 'trouble', message: noItem });
    else if (news !== undefined) this.#post({ show: 'news', ...news });
  }

  /** Once each time the page appears: nobody edits a loop file while the page has the focus. */
  async #compareDefinition(): Promise<void> {
    const start = this.#deps.store.get(this.ref.run)?.state?.start;
    if (start === undefined) return;
    const text = await this.#deps.readDefinition(this.ref.run, start.file);
    this.#checkout = compared(text, start.source);
    this.#tellNews();
  }
}

/** A checkout may have the line ends of its platform. */
const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

function compared(text: string | undefined | null, source: string): Checkout {
  if (text === null) return 'unknown';
  if (text === undefined) return 'gone';
  return unixLines(text) === unixLines(source) ? 'same' : 'other';
}
