/** What the bench tells its runner. */
export type ToStandIn =
  | { readonly say: 'begin'; readonly perSecond: number }
  | { readonly say: 'stop' }
  | { readonly say: 'leave' };

export type FromStandIn = { readonly say: 'listening' } | { readonly say: 'stopped'; readonly written: number };
