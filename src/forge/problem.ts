/** The user's own programs for the two kinds of forge. */
export type ForgeProgram = 'gh' | 'glab';

/** Why nothing could be asked of a forge, as coded data; `problemText.ts` holds the words. */
export type ForgeProblem =
  | { readonly code: 'local-remote' }
  | { readonly code: 'other-host'; readonly host: string }
  | { readonly code: 'no-program'; readonly program: ForgeProgram; readonly host: string }
  | { readonly code: 'not-signed-in'; readonly program: ForgeProgram; readonly host: string }
  | { readonly code: 'timed-out'; readonly program: ForgeProgram; readonly seconds: number }
  | { readonly code: 'refused'; readonly program: ForgeProgram; readonly said: string }
  | { readonly code: 'odd-answer'; readonly program: ForgeProgram; readonly said: string }
  | { readonly code: 'stopped' };
