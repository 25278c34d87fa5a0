import * as z from 'zod';
import { command, environmentSchema, minutes } from './words.ts';

const prompt = z.string().min(1).max(65_536);

const shared = {
  model: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'Which model the agent uses. A `command` finds it in LOOPWRIGHT_MODEL.',
      examples: ['small'],
    }),
  effort: z
    .enum(['low', 'medium', 'high'])
    .optional()
    .meta({
      description: 'How hard the model thinks. A `command` finds it in LOOPWRIGHT_EFFORT.',
      examples: ['high'],
    }),
  'timeout-minutes': minutes.optional().meta({
    description: 'One pass of this role is stopped after this long. Default: what is left of the budget. Minutes.',
    examples: [30],
  }),
  env: environmentSchema.default({}),
};

const program = (what: string, example: string) =>
  command.meta({ description: what, examples: [example], 'x-loop': { lang: 'shell' } });

const asked = (what: string, example: string) =>
  prompt.optional().meta({
    description: `${what} It may hold \`\${{ item.… }}\` and \`\${{ inputs.… }}\`.`,
    examples: [example],
    'x-loop': { lang: 'markdown', context: 'item' },
  });

const commandOnly = z
  .literal('command')
  .default('command')
  .meta({ description: 'Who does it: `command`, a program of yours.', examples: ['command'] });

export const explorerSchema = z.strictObject({
  agent: commandOnly,
  run: program(
    'The program, run in the worktree with the shell. It may read everything and change nothing.',
    'node scripts/explore.mjs',
  ),
  prompt: asked('What it is asked to find out.', 'Find why ${{ item.test_id }} is flaky. Report cause, file and line.'),
  'root-cause': z
    .boolean()
    .default(false)
    .meta({
      description:
        'Whether the root cause must be written down before anything is changed. Without one the maker is not started. Default: no.',
      examples: [true],
    }),
  ...shared,
});

export const makerSchema = z.strictObject({
  agent: z
    .enum(['auto', 'command', 'repair'])
    .optional()
    .meta({
      description:
        'Who makes the change. `command` runs a program of yours (the default where `run` is written); `repair` is built in and tries small edits where the failing tests point (JavaScript and TypeScript, no model); `auto` (the default otherwise) takes the best that is installed.',
      examples: ['repair', 'command'],
    }),
  prompt: asked(
    'What the maker is asked to do. A `command` reads it on standard input and in the file that LOOPWRIGHT_PROMPT_FILE names. `repair` needs none.',
    'Fix the failing tests. Do not edit test files.',
  ),
  run: program(
    'The program of a `command` maker, run in the worktree with the shell. What failed last time is in the file that LOOPWRIGHT_FEEDBACK_FILE names.',
    'node scripts/fix.mjs',
  ).optional(),
  ...shared,
});

export const checkerSchema = z.strictObject({
  agent: commandOnly,
  run: program(
    'The program, run in the worktree with the shell. It may change nothing; it reports defects in the file that LOOPWRIGHT_REPORT_FILE names.',
    'node scripts/review.mjs',
  ),
  prompt: asked('How it should look at the change.', 'Try to break this fix. List defects with a reproducing command.'),
  blocks: z
    .enum(['reproduced', 'claimed'])
    .default('reproduced')
    .meta({
      description:
        'Which defects fail the pass: those whose command shows them (`reproduced`, the default; each command is run), or every one that is `claimed`.',
      examples: ['reproduced'],
    }),
  ...shared,
});

export const judgeSchema = z.strictObject({
  agent: commandOnly,
  run: program(
    'The program. It gets the goal, the rubric, the diff and what the checks say, not the story of the maker; it reports a score from 0 to 10.',
    'node scripts/judge.mjs',
  ),
  prompt: asked('What it should bear in mind beside the rubric.', 'Prefer the smaller of two changes.'),
  ...shared,
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
    examples: [{ run: 'node scripts/review.mjs' }],
  }),
  judge: judgeSchema.optional().meta({
    description: 'Scores the change for the goal. Write `goal.judge` with the rubric.',
    examples: [{ run: 'node scripts/judge.mjs' }],
  }),
});
