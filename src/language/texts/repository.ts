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
/** The words about what a loop names and the repository has, or has not. */
export const repositoryTexts: ProblemTexts<'LW220' | 'LW221' | 'LW223' | 'LW230'> = {
  LW220: {
    severity: 'error',
    say: ({ kind, name, known, near }) => {
      const shown = known.length > 0 ? ` There are: ${list(known.slice(0, mostNamed))}.` : '';
      return `There is no ${kind} \`${name}\` in ${homes[kind]}.${near === undefined ? shown : ` Did you mean \`${near}\`?`}`;
    },
  },
  LW221: {
    severity: 'warning',
    say: ({ agent, able, skill }) =>
      skill === undefined
        ? `Agent \`${agent}\` reads no skills. Use one of: ${list(able)}, or put what it should know into the prompt.`
        : ended(skill.fault),
  },
  LW223: {
    severity: 'error',
    say: ({ loop, path }) =>
      path.length === 1
        ? `\`${loop}\` is this loop, and its end would start it again. Name another loop.`
        : `This loop starts after \`${loop}\`, which itself starts after ${list(path.slice(1))}: for ever. Break the circle.`,
  },
  LW230: {
    severity: 'error',
    say: ({ fault }) => ended(fault),
  },
};
