import type { PageTexts } from './pageText.ts';

/** The pages about `lint.ignore`. */
export const ignoringPages: PageTexts<'LW112' | 'LW113' | 'LW114'> = {
  LW112: {
    title: 'Code that no problem has',
    why: 'An ignore of a code that there is not silences nothing, and looks as if it did.',
    bad: 'lint: { ignore: { LW399: The reader wants it. } }\n',
    good: 'budget: { max-iterations: 5 }\n',
  },
  LW113: {
    title: 'Error that cannot be ignored',
    why: 'A loop with an error does not run. To ignore the error would hide why, and the loop would still not run.',
    bad: 'checks: { tests: npm test || true }\nlint: { ignore: { LW304: The tests are flaky. } }\n',
    good: 'checks: { tests: npm test }\n',
  },
  LW114: {
    title: 'Ignore that silences nothing',
    why: 'What was ignored is solved, or was never there. An ignore that stays would silence the next problem of its kind, which nobody has looked at.',
    bad: 'budget: { max-iterations: 5 }\nlint: { ignore: { LW303: The reader wants it. } }\n',
    good: 'budget: { max-iterations: 5 }\n',
  },
};
