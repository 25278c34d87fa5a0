import type { Evidence } from '../../src/model/evidence.ts';
import type { Checkout, DecisionNow, EvidencePage } from '../../src/protocol/evidenceView.ts';
import type { CheckRow } from '../../src/protocol/runPageView.ts';

/** All that the page was told; `evidence` grows part by part. */
export interface PageState {
  readonly decision?: DecisionNow;
  readonly evidence: { readonly [K in keyof Evidence]?: Evidence[K] | undefined };
  readonly checks?: readonly CheckRow[];
  readonly checkout: Checkout;
  readonly trouble?: string;
}

export const emptyPage: PageState = { evidence: {}, checkout: 'unknown' };

/** The state after one more message of the editor. */
export function after(state: PageState, page: EvidencePage): PageState {
  if (page.show === 'trouble') return { ...state, trouble: page.message };
  const { trouble: _, ...before } = state;
  const { decision, evidence, checks, checkout } = page;
  return {
    ...before,
    ...(decision === undefined ? {} : { decision }),
    ...(evidence === undefined ? {} : { evidence: { ...before.evidence, ...evidence } }),
    ...(checks === undefined ? {} : { checks }),
    ...(checkout === undefined ? {} : { checkout }),
  };
}

/** The evidence once all of it was told: the first message tells every part. */
export const wholeOf = ({ evidence }: PageState): Evidence | undefined =>
  evidence.definition === undefined ? undefined : (evidence as Evidence);
