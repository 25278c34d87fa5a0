import type { ForgeProblem } from './problem.ts';

type Texts = { readonly [C in ForgeProblem['code']]: (problem: Extract<ForgeProblem, { code: C }>) => string };

const PAGES = { gh: 'https://cli.github.com', glab: 'https://gitlab.com/gitlab-org/cli' } as const;

const TEXTS: Texts = {
  'local-remote': () =>
    'The remote is a folder and no forge, so it has no pull requests and no CI. Merge the branch there yourself.',
  'other-host': (p) =>
    `Neither gh nor glab is signed in to ${p.host}. Run "gh auth login --hostname ${p.host}" (GitHub Enterprise) or "glab auth login --hostname ${p.host}" (GitLab), or open the pull request in the browser.`,
  'no-program': (p) =>
    `${p.program} was not found, which is needed for ${p.host}. Install it from ${PAGES[p.program]}, or open the pull request in the browser.`,
  'not-signed-in': (p) =>
    `${p.program} is not signed in to ${p.host}. Run "${p.program} auth login --hostname ${p.host}", then try again.`,
  'timed-out': (p) =>
    `${p.program} did not answer within ${p.seconds} s and was stopped. Look at the network, then try again.`,
  refused: (p) => `${p.program} refused: ${p.said || 'it gave no reason'}. Mend that, or do it in the browser.`,
  'odd-answer': (p) =>
    `${p.program} answered something unexpected: ${p.said || 'nothing'}. Look in the browser whether it was done; a newer ${p.program} may help.`,
  stopped: () => 'The operation was stopped.',
};

/** What happened and what to do next, in one or two sentences. */
export function forgeProblemText(problem: ForgeProblem): string {
  // The table is total over the codes; TypeScript cannot see that the entry fits its own key.
  const text = TEXTS[problem.code] as (problem: ForgeProblem) => string;
  return text(problem);
}
