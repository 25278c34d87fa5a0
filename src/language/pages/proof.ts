import type { PageTexts } from './pageText.ts';

const judged = (rubric: string, score = ''): string =>
  `roles: { maker: { run: node fix.mjs }, judge: { run: node judge.mjs } }\ngoal:\n  until: checks.tests.passed && judge.passed\n  judge: { rubric: ${rubric}${score} }\n`;

/** The pages about what proves a change, beside those of checks and goals. */
export const proofPages: PageTexts<'LW305' | 'LW306' | 'LW307' | 'LW319'> = {
  LW305: {
    title: 'Words that everything fits',
    why: 'A judge that goes by "clean" passes what it would have written itself, and a maker that is asked for "better" stops anywhere. Say what would be seen in the diff, or in the behaviour.',
    bad: judged('The code is clean and good.'),
    good: judged('The diff removes the cause and adds no retry.'),
  },
  LW306: {
    title: 'Judge without rubric or threshold',
    why: 'A judge without a rubric has nothing to go by, so the loop does not run. With a threshold below 5 of 10 it passes what it finds bad itself.',
    bad: judged('The diff removes the cause and adds no retry.', ', min-score: 2'),
    good: judged('The diff removes the cause and adds no retry.', ', min-score: 8'),
  },
  LW307: {
    title: 'Bug fix without a test that shows the bug',
    why: 'The old tests passed with the bug in place, so that they pass proves nothing. A check with `red-green` asks for a new test that fails on the old sources and passes on the new ones.',
    bad: 'roles: { maker: { agent: claude, prompt: Fix the bug in the parser. } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix the bug in the parser. } }\nchecks: { tests: { run: npm test, red-green: { tests: ["test/**"] } } }\n',
  },
  LW319: {
    title: 'Check that never ends',
    why: 'A command that waits for the next change of a file runs into its time-out, and that is a failure whatever the change was.',
    bad: 'checks: { tests: npx jest --watch }\n',
    good: 'checks: { tests: npx jest }\n',
  },
};
