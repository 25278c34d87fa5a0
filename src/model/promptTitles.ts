import type { PromptKind } from './prompt.ts';

/** What a prompt of each kind is called where people meet it. */
export const promptTitles: Readonly<Record<PromptKind, string>> = {
  'which-did-it-write': 'Which did it write?',
  'predict-failing-tests': 'Which tests fail?',
  cloze: 'What stands here?',
  'removed-behaviour': 'What is gone?',
  'callers-affected': 'What calls it?',
  'explain-then-regenerate': 'Explain it',
  'one-claim-is-false': 'Which is false?',
};
