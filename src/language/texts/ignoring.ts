import type { ProblemTexts } from './problemTexts.ts';

/** The words about `lint.ignore`. */
export const ignoringTexts: ProblemTexts<'LW112' | 'LW113' | 'LW114'> = {
  LW112: {
    severity: 'error',
    title: 'Code that no problem has',
    why: 'An ignore of a code that there is not silences nothing, and looks as if it did.',
    say: ({ code }) => `There is no problem \`${code}\`. Write the code that stands with the problem, or delete this.`,
    bad: 'lint: { ignore: { LW399: The reader wants it. } }\n',
    good: 'budget: { max-iterations: 5 }\n',
  },
  LW113: {
    severity: 'error',
    title: 'Error that cannot be ignored',
    why: 'A loop with an error does not run. To ignore the error would hide why, and the loop would still not run.',
    say: ({ code }) => `\`${code}\` is an error, and errors cannot be ignored. Solve it, and delete this.`,
    bad: 'checks: { tests: npm test || true }\nlint: { ignore: { LW304: The tests are flaky. } }\n',
    good: 'checks: { tests: npm test }\n',
  },
  LW114: {
    severity: 'warning',
    title: 'Ignore that silences nothing',
    why: 'What was ignored is solved, or was never there. An ignore that stays would silence the next problem of its kind, which nobody has looked at.',
    say: ({ code }) => `Nothing in this file has the problem \`${code}\`. Delete the ignore.`,
    bad: 'budget: { max-iterations: 5 }\nlint: { ignore: { LW303: The reader wants it. } }\n',
    good: 'budget: { max-iterations: 5 }\n',
  },
};
