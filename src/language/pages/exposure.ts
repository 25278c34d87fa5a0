import type { PageTexts } from './pageText.ts';

const itemwise =
  'items: { from: { file: items.json }, key: item.id }\nroles: { maker: { run: node fix.mjs } }\nbudget: { per-item: { max-iterations: 3 } }\n';
const fromIssues = (network: string): string =>
  `on: { schedule: [{ cron: "0 6 * * *" }] }\nitems: { from: { run: node issues.mjs }, key: item.id }\nroles: { maker: { agent: claude, prompt: "Fix what is reported: \${{ item.body }}" } }\nbudget: { max-cost-usd: 5, per-item: { max-iterations: 3 } }\npolicy: { env: [GITHUB_TOKEN]${network} }\n`;

/** The pages about what commands and agents can reach. */
export const exposurePages: PageTexts<'LW320' | 'LW323' | 'LW336'> = {
  LW320: {
    title: 'Items at once that share something',
    why: 'Each item has a worktree, a branch and a temp folder of its own. A path outside that the cage lets them write, and a port of this machine, are one for all: two items at once meet there, and a check fails for the work of the other.',
    bad: `${itemwise}policy: { write: [/var/run/postgresql] }\n`,
    good: `${itemwise}policy: { write: [~/.cache/pip] }\n`,
  },
  LW323: {
    title: 'Agent without permissions and without a cage',
    why: 'Nobody is there to ask, so the maker may run any command. What keeps it in the worktree is the cage, and `sandbox: off` takes it away. `codex` brings a sandbox of its own. `preferred` is the same as `off` on a machine without a cage, and says so on every run.',
    bad: 'roles: { maker: { agent: claude, prompt: Fix the failing tests. } }\npolicy: { sandbox: off }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix the failing tests. } }\npolicy: { sandbox: required }\n',
  },
  LW336: {
    title: 'Secret within reach of what others wrote',
    why: 'Whoever can write an issue writes a part of the prompt. With a secret in the environment and the network open, such a text can have the secret sent away, and nobody watches.',
    bad: fromIssues(''),
    good: fromIssues(', network: [api.anthropic.com]'),
  },
};
