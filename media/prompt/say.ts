import type { Draft, PromptPage, PromptSays } from '../../src/protocol/promptView.ts';

/** Tells the editor what the person does. */
export type Say = (said: PromptSays) => void;

/** A page of one kind. */
export type PageOf<S extends PromptPage['show']> = Extract<PromptPage, { readonly show: S }>;

/** An answer that is not given yet, kept while the page is hidden. */
export interface Drafts {
  readonly of: (prompt: string) => Draft;
  readonly keep: (draft: Draft) => void;
}
