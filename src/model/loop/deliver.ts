import * as z from 'zod';
import { branchName, command, minutes } from './words.ts';

export const deliverSchema = z.strictObject({
  as: z
    .enum(['merge', 'branch', 'patch', 'pull-request', 'report'])
    .default('merge')
    .meta({
      description:
        '`merge` lands the change on a branch when a person says so, never by itself; `branch` leaves it on the branch of the item; `patch` writes it to a file; `pull-request` pushes the branch and opens a pull request with your `gh` or `glab`; `report` delivers what was found out and no change.',
      examples: ['merge'],
      'x-loop': { enforcedBy: ['merge', 'land', 'publish', 'patch', 'push', 'open', 'report'] },
    }),
  into: branchName.optional().meta({
    description: 'The branch that a merge or a pull request is for. Default: the base branch.',
    examples: ['main'],
    'x-loop': { enforcedBy: ['merge', 'land', 'open'] },
  }),
  squash: z
    .boolean()
    .default(true)
    .meta({
      description:
        'One commit for the whole change (the default), or the commits of the iterations with a merge commit.',
      examples: [true],
      'x-loop': { enforcedBy: ['merge', 'publish'] },
    }),
  remote: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
    .max(100)
    .default('origin')
    .meta({
      description: 'Where a pull request is pushed to. Default: origin.',
      examples: ['origin'],
      'x-loop': { enforcedBy: ['push', 'open'] },
    }),
  draft: z
    .boolean()
    .default(false)
    .meta({
      description: 'Whether the pull request is a draft.',
      examples: [true],
      'x-loop': { enforcedBy: ['open'] },
    }),
  labels: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default([])
    .meta({ description: 'Labels of the pull request.', examples: [['loop']], 'x-loop': { enforcedBy: ['open'] } }),
});

export const stateSchema = z.strictObject({
  carry: z
    .array(z.enum(['findings', 'attempts', 'lessons', 'verdicts', 'decisions']))
    .default(['findings', 'attempts', 'lessons', 'verdicts', 'decisions'])
    .meta({
      description: 'Which parts of the state document every role is given. Default: all of it.',
      examples: [['lessons', 'attempts']],
      'x-loop': { enforcedBy: ['recall'] },
    }),
  'decisions-from': z
    .strictObject({
      run: command.meta({
        description:
          'A command that prints what people decided elsewhere, such as by a reaction on an issue: a line of JSON for each, `{ "key": …, "decision": "do" | "not-now" | "never" | "later", "by": … }`.',
        examples: ['node scripts/reactions.mjs'],
        'x-loop': { lang: 'shell', enforcedBy: ['hear'] },
      }),
      'timeout-minutes': minutes.default(5).meta({
        description: 'The command is stopped after this long, and the run fails. Minutes; default 5.',
        examples: [5],
        'x-loop': { enforcedBy: ['hear'] },
      }),
    })
    .optional()
    .meta({
      description: 'Where decisions on findings come from beside Loopwright itself; asked at the start of a run.',
      examples: [{ run: 'node scripts/reactions.mjs' }],
    }),
});
