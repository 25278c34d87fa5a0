import * as z from 'zod';
import { branchName, command, environmentName, glob, minutes, slug, userId } from './words.ts';

const scheduleSchema = z.strictObject({
  cron: z
    .string()
    .min(9)
    .max(120)
    .meta({
      description:
        'When to start: minute, hour, day of the month, month, day of the week. Put it in quotes; `*` begins an alias otherwise.',
      examples: ['0 6 * * 1-5'],
      'x-loop': { lang: 'cron', enforcedBy: ['runner'] },
    }),
  timezone: z
    .string()
    .min(1)
    .max(60)
    .default('UTC')
    .meta({
      description: 'Time zone of the schedule, by its IANA name. Default: UTC.',
      examples: ['Europe/London'],
      'x-loop': { lang: 'timezone', enforcedBy: ['runner'] },
    }),
  missed: z
    .enum(['skip', 'run-once', 'run-all'])
    .default('run-once')
    .meta({
      description:
        'What to do about firings that were missed while the machine was off: nothing (`skip`), one run for all of them (`run-once`, the default) or one run for each, at most 24 (`run-all`). Each is told in the receipts.',
      examples: ['run-once'],
      'x-loop': { enforcedBy: ['runner'] },
    }),
});

const inputSchema = z.strictObject({
  type: z
    .enum(['string', 'number', 'boolean', 'choice'])
    .default('string')
    .meta({ description: 'What the value is.', examples: ['number'], 'x-loop': { enforcedBy: ['runner'] } }),
  description: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({
      description: 'What the value is for, shown where it is asked.',
      examples: ['Fewest failures to look at'],
      'x-loop': { enforcedBy: ['editor'] },
    }),
  default: z
    .union([z.string().max(8192), z.number(), z.boolean()])
    .optional()
    .meta({
      description: 'The value where none is given. A run that no person starts needs one.',
      examples: [3],
      'x-loop': { enforcedBy: ['runner'] },
    }),
  options: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'The values to choose from, for `type: choice`.',
      examples: [['staging', 'production']],
      'x-loop': { enforcedBy: ['runner'] },
    }),
});

const skipIfSchema = z.strictObject({
  run: command.meta({
    description:
      'A command that costs no tokens. It runs before anything else in a fresh checkout of the base; exit code 0 skips the run.',
    examples: ['test -z "$(git log --since=1.day --oneline)"'],
    'x-loop': { lang: 'shell', enforcedBy: ['precheck'] },
  }),
  'timeout-minutes': minutes.default(5).meta({
    description: 'The command is stopped after this long, and the run fails. Minutes; default 5.',
    examples: [5],
    'x-loop': { enforcedBy: ['precheck'] },
  }),
});

const triggersSchema = z.strictObject({
  schedule: z
    .array(scheduleSchema)
    .min(1)
    .max(20)
    .optional()
    .meta({
      description: 'Starts a run at these times, whether or not an editor is open.',
      examples: [[{ cron: '0 6 * * 1-5', timezone: 'Europe/London', missed: 'run-once' }]],
    }),
  push: z
    .strictObject({
      branches: z
        .array(branchName)
        .min(1)
        .max(50)
        .meta({
          description: 'Branches to watch, local or of a remote (`origin/main`); globs.',
          examples: [['main']],
          'x-loop': { enforcedBy: ['runner'] },
        }),
      paths: z
        .array(glob)
        .min(1)
        .max(200)
        .optional()
        .meta({
          description: 'Only commits that touch these paths.',
          examples: [['src/**']],
          'x-loop': { lang: 'glob', enforcedBy: ['runner'] },
        }),
      own: z
        .boolean()
        .default(false)
        .meta({
          description: 'Whether what this loop itself has landed starts it again. Default: no.',
          examples: [false],
          'x-loop': { enforcedBy: ['runner'] },
        }),
    })
    .optional()
    .meta({ description: 'Starts a run when a branch gains commits.', examples: [{ branches: ['main'] }] }),
  files: z
    .strictObject({
      paths: z
        .array(glob)
        .min(1)
        .max(200)
        .meta({
          description: 'Files of the checkout to watch.',
          examples: [['test/**']],
          'x-loop': { lang: 'glob', enforcedBy: ['runner'] },
        }),
      debounce: z
        .string()
        .regex(/^\d{1,5}(ms|s|m)$/)
        .default('30s')
        .meta({
          description: 'Waits until nothing has changed for this long: `500ms`, `30s` (the default), `5m`.',
          examples: ['30s'],
          'x-loop': { enforcedBy: ['runner'] },
        }),
    })
    .optional()
    .meta({ description: 'Starts a run when files of the checkout change.', examples: [{ paths: ['test/**'] }] }),
  workflow_run: z
    .strictObject({
      workflows: z
        .array(z.string().min(1).max(200))
        .min(1)
        .max(50)
        .meta({ description: 'Names of the CI workflows.', examples: [['ci']], 'x-loop': { enforcedBy: ['runner'] } }),
      conclusions: z
        .array(z.enum(['success', 'failure', 'cancelled']))
        .min(1)
        .default(['failure'])
        .meta({
          description: 'How they must have ended. Default: failure.',
          examples: [['failure']],
          'x-loop': { enforcedBy: ['runner'] },
        }),
      branches: z
        .array(branchName)
        .min(1)
        .max(50)
        .optional()
        .meta({
          description: 'Only runs on these branches; globs.',
          examples: [['main']],
          'x-loop': { enforcedBy: ['runner'] },
        }),
      'every-minutes': z
        .number()
        .min(1)
        .max(1440)
        .default(5)
        .meta({
          description: 'How often your `gh` or `glab` is asked. A webhook can tell at once. Minutes; default 5.',
          examples: [5],
          'x-loop': { enforcedBy: ['runner'] },
        }),
    })
    .optional()
    .meta({ description: 'Starts a run when a CI run has finished.', examples: [{ workflows: ['ci'] }] }),
  webhook: z
    .strictObject({
      path: z
        .string()
        .regex(/^\/[A-Za-z0-9._~/-]{1,200}$/)
        .meta({
          description: 'Path of the address on this machine, from `/`.',
          examples: ['/flaky'],
          'x-loop': { enforcedBy: ['runner'] },
        }),
      secret: z
        .string()
        .regex(environmentName)
        .meta({
          description:
            'Name of the secret that signs a request (HMAC-SHA256): a variable of the runner, or a secret set with `loopwright secret set <name>`.',
          examples: ['FLAKY_HOOK_SECRET'],
          'x-loop': { enforcedBy: ['runner'] },
        }),
    })
    .optional()
    .meta({
      description: 'Starts a run when a signed request arrives at the address on this machine.',
      examples: [{ path: '/flaky', secret: 'FLAKY_HOOK_SECRET' }],
    }),
  loop: z
    .strictObject({
      name: z
        .string()
        .regex(slug)
        .meta({
          description: 'Name of the other loop.',
          examples: ['nightly-triage'],
          'x-loop': { enforcedBy: ['runner'] },
        }),
      conclusion: z
        .enum(['success', 'failure', 'finding', 'any'])
        .default('success')
        .meta({
          description:
            'How it must have ended: `success` (delivered, or nothing found), `failure`, with at least one open `finding`, or `any`.',
          examples: ['finding'],
          'x-loop': { enforcedBy: ['runner'] },
        }),
    })
    .optional()
    .meta({ description: 'Starts a run when another loop has ended.', examples: [{ name: 'nightly-triage' }] }),
  manual: z
    .strictObject({
      inputs: z
        .record(z.string().regex(userId), inputSchema)
        .default({})
        .meta({
          description: 'Values that a person gives, read as `inputs.<name>` in expressions and templates.',
          examples: [{ min_failures: { type: 'number', default: 3 } }],
        }),
    })
    .optional()
    .meta({
      description: 'A person starts it, with these inputs. A person can start any loop; write this for its inputs.',
      examples: [{ inputs: { min_failures: { type: 'number', default: 3 } } }],
    }),
  'skip-if': skipIfSchema.optional().meta({
    description: 'A precheck without tokens: when its command succeeds, there is nothing to do.',
    examples: [{ run: 'test -z "$(git log --since=1.day --oneline)"' }],
  }),
});

export const onSchema = z
  .union([z.literal('manual').meta({ 'x-loop': { enforcedBy: ['runner'] } }), triggersSchema])
  .meta({
    description:
      'What starts a run: `manual` (a person), or a map of triggers. A loop that starts by itself must be allowed once with `loopwright enable <loop>`.',
    examples: ['manual', { schedule: [{ cron: '0 6 * * 1-5' }] }],
  });

export type Triggers = z.output<typeof triggersSchema>;
export type Schedule = z.output<typeof scheduleSchema>;
export type InputDeclaration = z.output<typeof inputSchema>;

export const concurrencySchema = z.strictObject({
  group: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'Runs of one group never work at the same time. Default: the loop itself is a group.',
      examples: ['flaky'],
      'x-loop': { enforcedBy: ['runner'] },
    }),
  'cancel-in-progress': z
    .boolean()
    .default(false)
    .meta({
      description:
        'Whether a new firing stops the run that works. Otherwise it waits; of those that wait only the newest is kept.',
      examples: [false],
      'x-loop': { enforcedBy: ['runner'] },
    }),
});
