import * as z from 'zod';

/**
 * The shape of a loop file: the one source of truth for validation, completion, hovers, the published JSON Schema and
 * the engine. A field is here only if something enforces it; `x-loop` tells the language tools what a text holds.
 */

const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const userId = /^[a-z][a-z0-9_]*$/;
const environmentName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const command = z.string().trim().min(1).max(8192);
const minutes = z.number().positive().max(10_080);
const glob = z.string().min(1).max(1024);

const environmentSchema = z.record(z.string().regex(environmentName), z.string()).meta({
  description: 'Environment variables for this command, beside the few that every command gets.',
  examples: [{ CI: 'true' }],
});

const checkSchema = z.strictObject({
  run: command.meta({
    description:
      'The command. It runs in the worktree with the shell; exit code 0 passes, anything else fails. Read from the base commit, so an agent cannot change it.',
    examples: ['npm test'],
    'x-loop': { lang: 'shell' },
  }),
  'timeout-minutes': minutes.default(15).meta({
    description:
      'The command is stopped, with all it started, after this long, and the check fails. Minutes; default 15.',
    examples: [15],
  }),
  env: environmentSchema.default({}),
});

const makerSchema = z.strictObject({
  agent: z
    .enum(['auto', 'command', 'repair'])
    .optional()
    .meta({
      description:
        'Who makes the change. `command` runs a program of yours (the default where `run` is written); `repair` is built in and tries small edits where the failing tests point (JavaScript and TypeScript, no model); `auto` (the default otherwise) takes the best that is installed.',
      examples: ['repair', 'command'],
    }),
  prompt: z
    .string()
    .min(1)
    .max(65_536)
    .optional()
    .meta({
      description:
        'What the maker is asked to do. A `command` reads it on standard input and in the file that LOOPWRIGHT_PROMPT_FILE names. `repair` needs none.',
      examples: ['Fix the failing tests. Do not edit test files.'],
      'x-loop': { lang: 'markdown' },
    }),
  run: command.optional().meta({
    description:
      'The program of a `command` maker, run in the worktree with the shell. What failed last time is in the file that LOOPWRIGHT_FEEDBACK_FILE names.',
    examples: ['node scripts/fix.mjs'],
    'x-loop': { lang: 'shell' },
  }),
});

const budgetSchema = z.strictObject({
  'max-iterations': z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .meta({
      description: 'After this many iterations without reaching the goal the run gives up and says why. Default 5.',
      examples: [5],
    }),
  'timeout-minutes': minutes.default(60).meta({
    description:
      'Working time of a run (waiting for a person does not count). What runs then is stopped. Minutes; default 60.',
    examples: [60],
  }),
});

const isolationSchema = z.strictObject({
  base: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({
      description:
        'Branch, tag or commit that the work starts from. Default: the branch that is checked out when the run starts.',
      examples: ['main'],
    }),
  branch: z
    .string()
    .min(1)
    .max(255)
    .default('loops/${{ loop.name }}/${{ run.id }}')
    .meta({
      description:
        'Name of the branch of the work. `${{ run.id }}` and `${{ loop.name }}` are filled in. A run stops if the branch exists already. Default: `loops/<loop>/<run>/<item>`.',
      examples: ['loops/${{ loop.name }}/${{ run.id }}'],
      'x-loop': { lang: 'template', context: 'run' },
    }),
  setup: z
    .array(command)
    .max(50)
    .default([])
    .meta({
      description:
        'Commands that make a fresh worktree ready, in order, before the first iteration. One that fails fails the run.',
      examples: [['npm ci']],
      'x-loop': { lang: 'shell' },
    }),
  keep: z
    .enum(['always', 'on-failure', 'never'])
    .default('on-failure')
    .meta({
      description:
        'Whether the worktree stays after the run. The branch with unlanded work always stays; `loopwright clean` removes what is left.',
      examples: ['on-failure'],
    }),
});

const policySchema = z.strictObject({
  'allowed-paths': z
    .array(glob)
    .min(1)
    .max(200)
    .optional()
    .meta({
      description:
        'The change may touch only paths that match one of these globs. Default: any path that is not protected.',
      examples: [['src/**']],
      'x-loop': { lang: 'glob' },
    }),
  'protected-paths': z
    .array(glob)
    .max(200)
    .default([])
    .meta({
      description:
        'The change may not touch these paths: an iteration that does fails, and the maker is told. Loop files, CI and editor settings are always protected.',
      examples: [['test/**', 'package.json']],
      'x-loop': { lang: 'glob' },
    }),
  'max-diff-lines': z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({
      description: 'Most lines that the whole change may add and remove together. Default: no limit.',
      examples: [300],
    }),
});

const understandSchema = z.strictObject({
  before: z
    .enum(['deliver', 'merge'])
    .default('deliver')
    .meta({
      description:
        'When the person is asked: before the change is delivered in any way (`deliver`), or only before a merge (`merge`).',
      examples: ['deliver'],
    }),
  comprehension: z
    .strictObject({
      questions: z
        .number()
        .int()
        .min(1)
        .max(3)
        .default(1)
        .meta({
          description: 'Most prompts a review asks about what the loop wrote.',
          examples: [1],
        }),
      pass: z
        .number()
        .int()
        .min(1)
        .max(3)
        .default(1)
        .meta({
          description: 'How many must be right at the first attempt.',
          examples: [1],
        }),
    })
    .prefault({})
    .meta({ description: 'The prompts of this gate.', examples: [{ questions: 1, pass: 1 }] }),
});

const gatesSchema = z.strictObject({
  understand: understandSchema.optional().meta({
    description:
      'Nothing lands that nobody understood: the person who lands the change first answers prompts made from the change itself.',
    examples: [{ comprehension: { questions: 1, pass: 1 } }],
  }),
});

const deliverSchema = z.strictObject({
  as: z
    .enum(['merge', 'branch'])
    .default('merge')
    .meta({
      description:
        '`merge` lands the change on a branch when a person says so, never by itself; `branch` leaves it on the branch of the run.',
      examples: ['merge'],
    }),
  into: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({
      description: 'The branch that a merge lands on. Default: the base branch.',
      examples: ['main'],
    }),
  squash: z
    .boolean()
    .default(true)
    .meta({
      description:
        'One commit for the whole change (the default), or the commits of the iterations with a merge commit.',
      examples: [true],
    }),
});

export const loopFileSchema = z
  .strictObject({
    name: z
      .string()
      .regex(slug)
      .max(60)
      .meta({
        description: 'Name of the loop: lower-case words with hyphens, the same as the file `.loops/<name>.loop.yaml`.',
        examples: ['keep-tests-green'],
      }),
    description: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .meta({
        description: 'What the loop is for, in a sentence or two.',
        examples: ['Finds a failing test, fixes the source and proves it.'],
      }),
    on: z.literal('manual').meta({ description: 'What starts a run: `manual`, a person.', examples: ['manual'] }),
    roles: z
      .strictObject({
        maker: makerSchema.meta({
          description: 'Makes the change, in a worktree of its own.',
          examples: [{ agent: 'repair' }],
        }),
      })
      .meta({ description: 'Who does a pass.', examples: [{ maker: { agent: 'repair' } }] }),
    checks: z
      .record(z.string().regex(userId).max(60), z.union([command.meta({ 'x-loop': { lang: 'shell' } }), checkSchema]))
      .refine((checks) => Object.keys(checks).length > 0, { message: 'at least one check' })
      .meta({
        description:
          'Commands that prove the result, by a name in snake_case. They run before the first pass and after every pass, in the order written.',
        examples: [{ tests: 'npm test' }],
      }),
    goal: z
      .string()
      .trim()
      .min(1)
      .max(4096)
      .meta({
        description:
          'When the work is done: an expression (CEL) over the checks. The maker never declares itself done.',
        examples: ['checks.tests.passed'],
        'x-loop': { lang: 'cel', context: 'goal', result: 'bool' },
      }),
    budget: budgetSchema.prefault({}).meta({
      description: 'What a run may spend before it stops.',
      examples: [{ 'max-iterations': 5, 'timeout-minutes': 60 }],
    }),
    isolation: isolationSchema.prefault({}).meta({
      description: 'The worktree and branch that the work is done in.',
      examples: [{ base: 'main', setup: ['npm ci'] }],
    }),
    policy: policySchema.prefault({}).meta({
      description: 'What a change may touch, enforced on the diff of every iteration.',
      examples: [{ 'allowed-paths': ['src/**'], 'max-diff-lines': 200 }],
    }),
    gates: gatesSchema.prefault({}).meta({
      description: 'Points where a person decides.',
      examples: [{ understand: { comprehension: { questions: 1, pass: 1 } } }],
    }),
    deliver: deliverSchema.prefault({}).meta({
      description: 'What happens with a finished change.',
      examples: [{ as: 'merge', into: 'main', squash: true }],
    }),
  })
  .meta({ title: 'Loopwright loop', description: 'A loop: who makes a change, what proves it, who decides.' });

/** A loop file as people write it. */
export type LoopFile = z.input<typeof loopFileSchema>;

type Parsed = z.output<typeof loopFileSchema>;

/** One check with its defaults filled in. `timeoutSeconds` bounds one run of the command. */
export interface Check {
  readonly id: string;
  readonly run: string;
  readonly timeoutSeconds: number;
  readonly env: Readonly<Record<string, string>>;
}

/** A loop ready to run: every default filled in, checks in the order written. */
export interface Loop extends Omit<Parsed, 'checks' | 'roles'> {
  readonly checks: readonly Check[];
  readonly roles: { readonly maker: Maker };
}

type Maker = Parsed['roles']['maker'] & { readonly agent: 'auto' | 'command' | 'repair' };

const defaultCheck = checkSchema.omit({ run: true }).parse({});

/** Fills in what depends on other fields and the short form of checks; `parsed` is an output of `loopFileSchema`. */
export function toLoop(parsed: Parsed): Loop {
  const checks = Object.entries(parsed.checks).map(([id, written]): Check => {
    const check = typeof written === 'string' ? { ...defaultCheck, run: written } : written;
    return { id, run: check.run, timeoutSeconds: check['timeout-minutes'] * 60, env: check.env };
  });
  const { maker } = parsed.roles;
  const agent = maker.agent ?? (maker.run === undefined ? 'auto' : 'command');
  return { ...parsed, roles: { maker: { ...maker, agent } }, checks };
}

/** Paths that no change may touch, whatever the loop says: rules, CI, editor and git settings (threat 15). */
export const alwaysProtectedPaths: readonly string[] = [
  '.loops/**',
  '.github/**',
  '.gitlab-ci.yml',
  '.vscode/**',
  '.husky/**',
  '**/.gitattributes',
  '.gitmodules',
];
