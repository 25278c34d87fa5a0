import type { ProblemTexts } from './problemTexts.ts';

/** The words about what proves a change, beside those of checks and goals. */
export const proofTexts: ProblemTexts<'LW305' | 'LW306' | 'LW307' | 'LW319'> = {
  LW305: {
    severity: 'warning',
    say: ({ field, word }) =>
      field === 'goal.judge.rubric'
        ? `The rubric says \`${word}\` and nothing that could be seen. Say what must be in the change and what must not.`
        : `The prompt says \`${word}\` and nothing that could be seen. Say what is to change, and what is to stay as it is.`,
  },
  LW306: {
    severity: 'warning',
    say: (data) =>
      data.missing === 'rubric'
        ? 'The judge has no rubric to go by. Add `goal: { until: …, judge: { rubric: … } }`.'
        : `A score of ${data.score} of 10 passes, so the judge passes what it finds bad itself. Write 5 or more; the default is 8.`,
  },
  LW307: {
    severity: 'warning',
    say: ({ because }) =>
      `This loop fixes a bug (\`${because}\`), and no check wants a test that fails without the fix. Add \`red-green: { tests: ["test/**"] }\` to a check.`,
  },
  LW319: {
    severity: 'warning',
    say: ({ check, because }) =>
      `\`${check}\` does not end by itself, because of \`${because}\`, so it fails at its time-out. Run it once.`,
  },
};
