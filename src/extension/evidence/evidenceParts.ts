import type { Evidence } from '../../model/evidence.ts';
import type { RunState } from '../../model/runState.ts';
import type { Checkout, DecisionNow, EvidenceNews } from '../../protocol/evidenceView.ts';
import { evidenceOf } from '../../review/evidence/evidenceOf.ts';
import { checksOf } from '../runPage/checksModel.ts';
import { shownItem } from '../runPage/news.ts';

/** Tells a page what changed since it was told last, each part compared with what it was. */
export class EvidenceParts {
  readonly #told = new Map<string, string>();

  /** The page begins anew and knows nothing. */
  forget(): void {
    this.#told.clear();
  }

  /** Undefined where nothing changed. */
  of(
    state: RunState,
    item: string,
    { decision, checkout }: { readonly decision: DecisionNow; readonly checkout: Checkout },
  ): EvidenceNews | undefined {
    const view = shownItem(state, item);
    if (view === undefined) return undefined;
    const evidence = this.#changedOf(evidenceOf(state, view));
    const { iterations } = view;
    const at = iterations.findLastIndex(({ checks }) => checks.length > 0);
    const checks = [...checksOf(iterations[at], iterations[at - 1])];
    const news: EvidenceNews = {
      ...(this.#isNew('decision', decision) ? { decision } : {}),
      ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
      ...(this.#isNew('rows', checks) ? { checks } : {}),
      ...(this.#isNew('checkout', checkout) ? { checkout } : {}),
    };
    return Object.keys(news).length === 0 ? undefined : news;
  }

  #changedOf(evidence: Evidence): Partial<Evidence> {
    const changed = Object.entries(evidence).filter(([name, value]) => this.#isNew(`evidence.${name}`, value));
    return Object.fromEntries(changed);
  }

  #isNew(name: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (this.#told.get(name) === text) return false;
    this.#told.set(name, text);
    return true;
  }
}
