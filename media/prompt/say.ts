import type { PromptPage, PromptSays } from '../../src/protocol/promptView.ts';

/** Tells the editor what the person does. */
export type Say = (said: PromptSays) => void;

/** A page of one kind. */
export type PageOf<S extends PromptPage['show']> = Extract<PromptPage, { readonly show: S }>;
