import type { ProblemTexts } from './problemTexts.ts';

const judged = (rubric: string, score = ''): string =>
  `roles: { maker: { run: node fix.mjs }, judge: { run: node judge.mjs } }\ngoal:\n  until: checks.tests.passed && judge.passed\n  judge: { rubric: ${rubric}${score} }\n`;

/** The words about what proves a change, beside those of checks and goals. */
export const proofTexts: ProblemTexts<'LW305' | 'LW306' | 'LW307' | 'LW319'> = {
  LW305: {
    severity: 'warning',
    title: 'Words that everything fits',
    why: 'A judge that goes by "clean" passes what it would have written itself, and a maker that is asked for "better" stops anywhere. Say what would be seen in the diff, or in the behaviour.',
    say: ({ field, word }) =>
      field === 'goal.judge.rubric'
        ? `The rubric says \`${word}\` and nothing that could be seen. Say what must be in the change and what must not.`
        : `The prompt says \`${word}\` and nothing that could be seen. Say what is to change, and what is to stay as it is.`,
    bad: judged('The code is clean and good.'),
    good: judged('The diff removes the cause and adds no retry.'),
  },
  LW306: {
    severity: 'warning',
    title: 'Judge without rubric or threshold',
    why: 'A judge without a rubric has nothing to go by, so the loop does not run. With a threshold below 5 of 10 it passes what it finds bad itself.',
    say: (data) =>
      data.missing === 'rubric'
        ? 'The judge has no rubric to go by. Add `goal: { until: …, judge: { rubric: … } }`.'
        : `A score of ${data.score} of 10 passes, so the judge passes what it finds bad itself. Write 5 or more; the default is 8.`,
    bad: judged('The diff removes the cause and adds no retry.', ', min-score: 2'),
    good: judged('The diff removes the cause and adds no retry.', ', min-score: 8'),
  },
  LW307: {
    severity: 'warning',
    title: 'Bug fix without a test that shows the bug',
    why: 'The old tests passed with the bug in place, so that they pass proves nothing. A check with `red-green` asks for a new test that fails on the old sources and passes on the new ones.',
    say: ({ because }) =>
      `This loop fixes a bug (\`${because}\`), and no check wants a test that fails without the fix. Add \`red-green: { tests: ["test/**"] }\` to a check.`,
    bad: 'roles: { maker: { agent: claude, prompt: Fix the bug in the parser. } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix the bug in the parser. } }\nchecks: { tests: { run: npm test, red-green: { tests: ["test/**"] } } }\n',
  },
  LW319: {
    severity: 'warning',
    title: 'Check that never ends',
    why: 'A command that waits for the next change of a file runs into its time-out, and that is a failure whatever the change was.',
    say: ({ check, because }) =>
      `\`${check}\` does not end by itself, because of \`${because}\`, so it fails at its time-out. Run it once.`,
    bad: 'checks: { tests: npx jest --watch }\n',
    good: 'checks: { tests: npx jest }\n',
  },
};
