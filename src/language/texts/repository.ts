import type { WorkspaceIndex } from '../workspaceIndex.ts';
import type { ProblemTexts } from './problemTexts.ts';

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** Whoever reads the repository says in a sentence what is wrong and what to do. */
const ended = (fault: string): string => (/[.?!]$/.test(fault) ? fault : `${fault}.`);

/** As many names as help. */
const mostNamed = 8;

/** Where each kind of thing would be. */
const homes = {
  definition: '`.claude/agents` or `.codex/agents`',
  skill: '`.loops/skills`, `.claude/skills` or `.agents/skills`',
  'MCP server': '`.mcp.json`',
  loop: '`.loops`',
} as const;

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

/** The words about what a loop names and the repository has, or has not. */
export const repositoryTexts: ProblemTexts<'LW220' | 'LW221' | 'LW223' | 'LW230'> = {
  LW220: {
    severity: 'error',
    title: 'Not in the repository',
    why: 'A loop names skills, definitions of agents, servers of `.mcp.json` and other loops. A run does not start where one of them is missing.',
    say: ({ kind, name, known, near }) => {
      const shown = known.length > 0 ? ` There are: ${list(known.slice(0, mostNamed))}.` : '';
      return `There is no ${kind} \`${name}\` in ${homes[kind]}.${near === undefined ? shown : ` Did you mean \`${near}\`?`}`;
    },
    bad: 'roles: { maker: { agent: claude, skills: [ttd], prompt: Fix the failing tests. } }\n',
    good: 'roles: { maker: { agent: claude, skills: [tdd], prompt: Fix the failing tests. } }\n',
    beside,
  },
  LW221: {
    severity: 'warning',
    title: 'Skill that the agent cannot read',
    why: 'A skill is put where its agent reads skills. An agent that reads none would never know of it, which is an error; a skill with a fault of its own is not given to anybody.',
    say: ({ agent, able, skill }) =>
      skill === undefined
        ? `Agent \`${agent}\` reads no skills. Use one of: ${list(able)}, or put what it should know into the prompt.`
        : ended(skill.fault),
    bad: 'roles: { maker: { agent: claude, prompt: Fix the failing tests., skills: [broken] } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix the failing tests., skills: [tdd] } }\n',
    beside,
  },
  LW223: {
    severity: 'error',
    title: 'Loops that start each other',
    why: 'The end of each starts the next, and the last one starts this loop again: for ever.',
    say: ({ loop, path }) =>
      path.length === 1
        ? `\`${loop}\` is this loop, and its end would start it again. Name another loop.`
        : `This loop starts after \`${loop}\`, which itself starts after ${list(path.slice(1))}: for ever. Break the circle.`,
    bad: `name: keep-tests-green\non: { loop: { name: nightly-triage } }\n${bounded}`,
    good: `name: keep-tests-green\non: { schedule: [{ cron: "0 6 * * *" }] }\n${bounded}`,
    beside,
  },
  LW230: {
    severity: 'error',
    title: 'Definition or server that cannot be used',
    why: 'The definition of the agent, or the MCP server, is there and cannot be used as it is, so the run would not start.',
    say: ({ fault }) => ended(fault),
    bad: 'roles: { maker: { agent: "claude:broken", prompt: Fix the failing tests. } }\n',
    good: 'roles: { maker: { agent: "claude:reviewer", prompt: Fix the failing tests. } }\n',
    beside,
  },
};
