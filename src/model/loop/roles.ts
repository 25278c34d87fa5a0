import * as z from 'zod';
import {
  type AgentName,
  type AgentRole,
  agentNames,
  canHaveRole,
  definedAgents,
  efforts,
  isDriven,
  sessionModes,
} from '../agents.ts';
import type { Enforcers } from './fieldMeta.ts';
import { command, environmentFor, minutes } from './words.ts';

/** The kinds of step that perform a role. */
type RoleStep = Extract<Enforcers[number], 'explore' | 'make' | 'verify' | 'judge'>;

const prompt = z.string().min(1).max(65_536);
const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/);

/** `claude:reviewer`: an agent with a definition of its own that the repository has. */
const definedAgent = z.string().regex(new RegExp(`^(${definedAgents.join('|')}):[A-Za-z0-9][\\w.-]{0,99}$`));

const agentOf = (step: RoleStep, names: readonly AgentName[], example: string, extra = '') =>
  z
    .union([z.enum(names), definedAgent])
    .optional()
    .meta({
      description: `Who does it: a coding agent by its name, with a definition of its own as \`claude:reviewer\` (\`.claude/agents/reviewer.md\`) or \`codex:reviewer\` (\`.codex/agents/reviewer.toml\`); \`acp\`, any other one that speaks the Agent Client Protocol; \`command\`, a program of yours (the default where \`run\` is written);${extra} \`auto\` (the default otherwise) takes the best one that is found and can do what the role asks.`,
      examples: [example, 'claude', 'command'],
      'x-loop': { enforcedBy: [step] },
    });

/** The agents that can have a role; `repair` makes, and does nothing else. */
const agentsFor = (role: AgentRole): readonly AgentName[] =>
  agentNames.filter((one) => (one === 'repair' ? role === 'maker' : !isDriven(one) || canHaveRole(one, role)));

/** What every role may say; `step` performs it. */
const sharedBy = (step: RoleStep) => ({
  command: command.optional().meta({
    description:
      'The program of `agent: acp` with its arguments, started in the worktree without a shell. It speaks the Agent Client Protocol on its standard input and output.',
    examples: ['goose acp'],
    'x-loop': { lang: 'shell', enforcedBy: [step] },
  }),
  model: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description:
        'Which model the agent uses, in its own words. A `command` finds it in LOOPWRIGHT_MODEL. Default: what the agent is set to.',
      examples: ['small'],
      'x-loop': { enforcedBy: [step] },
    }),
  effort: z
    .enum(efforts)
    .optional()
    .meta({
      description: 'How hard the model thinks. A `command` finds it in LOOPWRIGHT_EFFORT.',
      examples: ['high'],
      'x-loop': { enforcedBy: [step] },
    }),
  skills: z
    .array(name.max(64))
    .min(1)
    .max(50)
    .optional()
    .meta({
      description:
        'Skills that the agent is given for this role: folders with a SKILL.md of the repository, by their names. They are put where the agent reads skills, and taken away after the pass.',
      examples: [['tdd', 'flaky-tests']],
      'x-loop': { enforcedBy: [step] },
    }),
  connectors: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(20)
    .optional()
    .meta({
      description:
        'MCP servers that the agent may use in this role, by their names in `connectors`. No others are given to it.',
      examples: [['tracker']],
      'x-loop': { enforcedBy: [step] },
    }),
  'max-turns': z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .meta({
      description: 'Model calls that the agent may make in one pass. Default: no limit but the budget.',
      examples: [60],
      'x-loop': { enforcedBy: [step] },
    }),
  'timeout-minutes': minutes.optional().meta({
    description: 'One pass of this role is stopped after this long. Default: what is left of the budget. Minutes.',
    examples: [30],
    'x-loop': { enforcedBy: [step] },
  }),
  env: environmentFor(step).default({}),
});

/** A reader is read-only whatever is written: what it changes is put back, and its pass has failed. */
const readOnlyBy = (step: RoleStep) => ({
  'permission-mode': z
    .literal('plan')
    .optional()
    .meta({
      description:
        'A role that looks may change nothing: `plan` says so, and it is so without it. What such a role changes all the same is put back, and its pass fails.',
      examples: ['plan'],
      'x-loop': { enforcedBy: [step] },
    }),
});

const program = (step: RoleStep, what: string, example: string) =>
  command.optional().meta({
    description: `The program of \`agent: command\`, run in the worktree with the shell. ${what}`,
    examples: [example],
    'x-loop': { lang: 'shell', enforcedBy: [step] },
  });

const asked = (step: RoleStep, what: string, example: string) =>
  prompt.optional().meta({
    description: `${what} It may hold \`\${{ item.… }}\` and \`\${{ inputs.… }}\`.`,
    examples: [example],
    'x-loop': { lang: 'markdown', context: 'item', enforcedBy: [step] },
  });

export const explorerSchema = z.strictObject({
  agent: agentOf('explore', agentsFor('explorer'), 'auto'),
  run: program('explore', 'It may read everything and change nothing.', 'node scripts/explore.mjs'),
  prompt: asked(
    'explore',
    'What it is asked to find out.',
    'Find why ${{ item.test_id }} is flaky. Report cause, file and line.',
  ),
  'root-cause': z
    .boolean()
    .default(false)
    .meta({
      description:
        'Whether the root cause must be written down before anything is changed. Without one the maker is not started. Default: no.',
      examples: [true],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  ...readOnlyBy('explore'),
  ...sharedBy('explore'),
});

export const makerSchema = z.strictObject({
  agent: agentOf(
    'make',
    agentsFor('maker'),
    'auto',
    ' `repair` is built in and tries small edits where the failing tests point (JavaScript and TypeScript, no model);',
  ),
  prompt: asked(
    'make',
    'What the maker is asked to do; what failed last time comes with it. A `command` reads it on standard input and in the file that LOOPWRIGHT_PROMPT_FILE names. `repair` needs none.',
    'Fix the failing tests. Do not edit test files.',
  ),
  run: program(
    'make',
    'What failed last time is in the file that LOOPWRIGHT_FEEDBACK_FILE names.',
    'node scripts/fix.mjs',
  ),
  session: z
    .enum(sessionModes)
    .optional()
    .meta({
      description:
        'What the next pass does with the conversation of the one before: goes on with it (`continue`, the default), begins anew (`fresh`), or begins a new one that knows what the old one knew (`fork`). No two roles ever share one.',
      examples: ['fresh'],
      'x-loop': { enforcedBy: ['make'] },
    }),
  ...sharedBy('make'),
});

export const checkerSchema = z.strictObject({
  agent: agentOf('verify', agentsFor('checker'), 'codex'),
  run: program(
    'verify',
    'It may change nothing; it reports defects in the file that LOOPWRIGHT_REPORT_FILE names.',
    'node scripts/review.mjs',
  ),
  prompt: asked(
    'verify',
    'How it should look at the change.',
    'Try to break this fix. List defects with a reproducing command.',
  ),
  blocks: z
    .enum(['reproduced', 'claimed'])
    .default('reproduced')
    .meta({
      description:
        'Which defects fail the pass: those whose command shows them (`reproduced`, the default; each command is run), or every one that is `claimed`.',
      examples: ['reproduced'],
      'x-loop': { enforcedBy: ['reproduce', 'engine'] },
    }),
  ...readOnlyBy('verify'),
  ...sharedBy('verify'),
});

export const judgeSchema = z.strictObject({
  agent: agentOf(
    'judge',
    agentsFor('judge'),
    'pi',
    ' `vscode`, a language model of the window of VS Code that has the repository open;',
  ),
  run: program(
    'judge',
    'It gets the goal, the rubric, the diff and what the checks say, not the story of the maker; it reports a score from 0 to 10.',
    'node scripts/judge.mjs',
  ),
  prompt: asked('judge', 'What it should bear in mind beside the rubric.', 'Prefer the smaller of two changes.'),
  ...readOnlyBy('judge'),
  ...sharedBy('judge'),
});

export const rolesSchema = z.strictObject({
  explorer: explorerSchema.optional().meta({
    description: 'Looks first and changes nothing. Alone, without a maker, it makes a report.',
    examples: [{ run: 'node scripts/explore.mjs' }],
  }),
  maker: makerSchema.optional().meta({
    description: 'Makes the change, in a worktree of its own.',
    examples: [{ agent: 'repair' }],
  }),
  checker: checkerSchema.optional().meta({
    description: 'Tries to break the change, in a session of its own, once the checks pass.',
    examples: [{ agent: 'codex', prompt: 'Try to break this fix. List defects with a reproducing command.' }],
  }),
  judge: judgeSchema.optional().meta({
    description: 'Scores the change for the goal. Write `goal.judge` with the rubric.',
    examples: [{ agent: 'claude' }],
  }),
});
