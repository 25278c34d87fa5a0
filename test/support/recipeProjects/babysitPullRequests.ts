import type { RecipeProject } from './recipeProject.ts';

const sha = (digit: string): string => digit.repeat(40);
const request = (number: number, more: object) => ({
  number,
  title: `Request ${number}`,
  url: `https://github.com/o/r/pull/${number}`,
  headRefName: `topic-${number}`,
  headRefOid: sha(String(number)),
  isDraft: false,
  mergeable: 'MERGEABLE',
  reviewDecision: '',
  statusCheckRollup: [],
  ...more,
});

const failed = {
  name: 'test',
  conclusion: 'FAILURE',
  detailsUrl: 'https://github.com/o/r/actions/runs/99/job/1',
};

/** Three pull requests: one red, one in conflict and sent back, one that only waits. */
export const babysitPullRequests: RecipeProject = {
  recipe: 'babysit-pull-requests',
  answers: {},
  files: {
    'README.md': 'A shop.\n',
    '.stand-in/gh.json': JSON.stringify({
      'pr list': [
        request(7, { statusCheckRollup: [failed, { name: 'lint', conclusion: 'SUCCESS' }] }),
        request(8, { mergeable: 'CONFLICTING', reviewDecision: 'CHANGES_REQUESTED' }),
        request(9, { statusCheckRollup: [{ name: 'test', status: 'IN_PROGRESS', conclusion: '' }] }),
      ],
      'run view 99 --log-failed': 'test\tRun npm test\tAssertionError: 3 !== 4 in test/sum.test.js:9\n',
      'pr diff 7': '+export const sum = (a, b) => a - b;\n',
      'pr view 8 --comments': 'grace: please split this up\n',
    }),
  },
  loops: {
    'babysit-pull-requests': {
      explorer: `
const [, number] = /^Pull request #(\\d+)/.exec(told.prompt);
const [, key] = /with the key .(pr:\\d+)./.exec(told.prompt);
const title = told.prompt.includes('test/sum.test.js:9') ? 'The change subtracts' : told.prompt.includes('please split this up') ? 'Sent back: split it up' : 'No idea';
say({ type: 'finding', key, title, severity: 'medium', body: 'See #' + number });`,
    },
  },
};
