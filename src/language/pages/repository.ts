import type { WorkspaceIndex } from '../workspaceIndex.ts';
import type { PageTexts } from './pageText.ts';

/** What the examples have beside them. */
const beside: WorkspaceIndex = {
  skills: [
    { name: 'tdd', file: '.claude/skills/tdd/SKILL.md' },
    {
      name: 'broken',
      file: '.claude/skills/broken/SKILL.md',
      fault: 'The skill broken cannot be used: it has no SKILL.md.',
    },
  ],
  agents: [
    { agent: 'claude', name: 'reviewer', file: '.claude/agents/reviewer.md' },
    {
      agent: 'claude',
      name: 'broken',
      file: '.claude/agents/broken.md',
      fault: 'claude:broken (.claude/agents/broken.md) cannot be used: it has no instructions.',
    },
  ],
  servers: [],
  loops: [
    {
      name: 'nightly-triage',
      file: '.loops/nightly-triage.loop.yaml',
      text: '',
      inputs: [],
      startedBy: ['keep-tests-green'],
    },
  ],
};

const bounded = 'budget: { max-iterations: 3 }\n';

/** The pages about what a loop names and the repository has, or has not. */
export const repositoryPages: PageTexts<'LW220' | 'LW221' | 'LW223' | 'LW230'> = {
  LW220: {
    title: 'Not in the repository',
    why: 'A loop names skills, definitions of agents, servers of `.mcp.json` and other loops. A run does not start where one of them is missing.',
    bad: 'roles: { maker: { agent: claude, skills: [ttd], prompt: Fix the failing tests. } }\n',
    good: 'roles: { maker: { agent: claude, skills: [tdd], prompt: Fix the failing tests. } }\n',
    beside,
  },
  LW221: {
    title: 'Skill that the agent cannot read',
    why: 'A skill is put where its agent reads skills. An agent that reads none would never know of it, which is an error; a skill with a fault of its own is not given to anybody.',
    bad: 'roles: { maker: { agent: claude, prompt: Fix the failing tests., skills: [broken] } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix the failing tests., skills: [tdd] } }\n',
    beside,
  },
  LW223: {
    title: 'Loops that start each other',
    why: 'The end of each starts the next, and the last one starts this loop again: for ever.',
    bad: `name: keep-tests-green\non: { loop: { name: nightly-triage } }\n${bounded}`,
    good: `name: keep-tests-green\non: { schedule: [{ cron: "0 6 * * *" }] }\n${bounded}`,
    beside,
  },
  LW230: {
    title: 'Definition or server that cannot be used',
    why: 'The definition of the agent, or the MCP server, is there and cannot be used as it is, so the run would not start.',
    bad: 'roles: { maker: { agent: "claude:broken", prompt: Fix the failing tests. } }\n',
    good: 'roles: { maker: { agent: "claude:reviewer", prompt: Fix the failing tests. } }\n',
    beside,
  },
};
