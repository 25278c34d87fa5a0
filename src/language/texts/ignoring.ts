import type { ProblemTexts } from './problemTexts.ts';

/** The words about `lint.ignore`. */
export const ignoringTexts: ProblemTexts<'LW112' | 'LW113' | 'LW114'> = {
  LW112: {
    severity: 'error',
    say: ({ code }) => `There is no problem \`${code}\`. Write the code that stands with the problem, or delete this.`,
  },
  LW113: {
    severity: 'error',
    say: ({ code }) => `\`${code}\` is an error, and errors cannot be ignored. Solve it, and delete this.`,
  },
  LW114: {
    severity: 'warning',
    say: ({ code }) => `Nothing in this file has the problem \`${code}\`. Delete the ignore.`,
  },
};
