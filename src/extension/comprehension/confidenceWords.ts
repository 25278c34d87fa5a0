import type { Confidence } from '../../model/prompt.ts';

/** How sure somebody can be of an answer, as the boxes of VS Code ask it. */
export const confidenceWords: Readonly<Record<Confidence, { readonly label: string; readonly description: string }>> = {
  guess: { label: 'Guess', description: 'What is guessed right earns nothing' },
  likely: { label: 'Likely', description: 'I think so' },
  sure: { label: 'Sure', description: 'I know it from the code' },
};
