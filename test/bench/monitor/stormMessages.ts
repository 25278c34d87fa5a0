/** What the bench tells the process that writes; `writes`: in each half second. */
export type ToStorm =
  | { readonly say: 'begin'; readonly writes: number; readonly seconds: number }
  | { readonly say: 'leave' };

export type FromStorm = { readonly say: 'over'; readonly written: number };
