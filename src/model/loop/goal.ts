import * as z from 'zod';
import { expression } from './words.ts';

const until = expression.meta({
  description:
    'When the work is done: an expression (CEL) over checks, metrics and the judge. The maker never declares itself done.',
  examples: ['checks.tests.passed && judge.passed'],
  'x-loop': { lang: 'cel', context: 'goal', result: 'bool', enforcedBy: ['decide'] },
});

const escalationSchema = z
  .union([
    z
      .literal('person')
      .meta({ description: 'Asks a person how to go on.', 'x-loop': { enforcedBy: ['raise', 'engine'] } }),
    z.strictObject({
      model: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'Another model for the maker.', examples: ['large'], 'x-loop': { enforcedBy: ['make'] } }),
      effort: z
        .enum(['low', 'medium', 'high'])
        .optional()
        .meta({ description: 'Another effort for the maker.', examples: ['high'], 'x-loop': { enforcedBy: ['make'] } }),
      session: z
        .literal('fresh')
        .optional()
        .meta({
          description: 'A fresh session that is given a summary of what was tried.',
          examples: ['fresh'],
          'x-loop': { enforcedBy: ['make'] },
        }),
      'best-of': z
        .number()
        .int()
        .min(2)
        .max(8)
        .optional()
        .meta({
          description: 'So many attempts from the same place; the best is kept.',
          examples: [3],
          'x-loop': { enforcedBy: ['engine'] },
        }),
    }),
  ])
  .meta({ description: 'One step of escalation.', examples: [{ effort: 'high' }, 'person'] });

const goalMapSchema = z.strictObject({
  until,
  judge: z
    .strictObject({
      role: z
        .literal('judge')
        .optional()
        .meta({
          description: 'The role that judges: always `judge`, so it may be left out.',
          examples: ['judge'],
          'x-loop': { enforcedBy: ['judge'] },
        }),
      rubric: z
        .string()
        .min(1)
        .max(8192)
        .meta({
          description: 'What the judge goes by.',
          examples: ['The diff removes the cause, not the symptom. No sleep, retry or skipped test.'],
          'x-loop': { enforcedBy: ['judge'] },
        }),
      'min-score': z
        .number()
        .min(0)
        .max(10)
        .default(8)
        .meta({
          description: 'The least score that passes, from 0 to 10. Default 8.',
          examples: [8],
          'x-loop': { enforcedBy: ['engine'] },
        }),
      panel: z
        .number()
        .int()
        .min(1)
        .max(9)
        .default(1)
        .meta({
          description: 'How many judges decide, each in a session of its own; the majority counts. Default 1.',
          examples: [3],
          'x-loop': { enforcedBy: ['judge', 'engine'] },
        }),
    })
    .optional()
    .meta({ description: 'What the role `judge` is asked.', examples: [{ rubric: 'The cause is removed.' }] }),
  'give-up': expression.optional().meta({
    description: 'When to give up before the budget does: an expression (CEL), worked out after every pass.',
    examples: ['run.no_progress >= 3'],
    'x-loop': { lang: 'cel', context: 'give-up', result: 'bool', enforcedBy: ['decide'] },
  }),
  stall: z
    .strictObject({
      after: z
        .number()
        .int()
        .min(2)
        .max(20)
        .default(3)
        .meta({
          description:
            'After so many passes in a row in which nothing got better the work is stalled. A changed criticism or a new state of the files excuses it, at most twice. Default 3.',
          examples: [3],
          'x-loop': { enforcedBy: ['engine'] },
        }),
    })
    .prefault({})
    .meta({ description: 'When the work counts as stalled.', examples: [{ after: 3 }] }),
  escalate: z
    .array(escalationSchema)
    .max(10)
    .default([])
    .meta({
      description: 'What to try, in order, each time the work is stalled. After the last one the item gives up.',
      examples: [[{ effort: 'high' }, { session: 'fresh' }, { 'best-of': 3 }, 'person']],
    }),
});

export const goalSchema = z.union([until, goalMapSchema]).meta({
  description:
    'When the work is done: an expression (CEL) over checks, metrics and the judge, alone or with what ends it otherwise. The maker never declares itself done.',
  examples: ['checks.tests.passed', { until: 'checks.tests.passed', 'give-up': 'run.no_progress >= 3' }],
});

export type Goal = z.output<typeof goalMapSchema>;
export type Escalation = Goal['escalate'][number];

/** The long form of a goal. */
export const toGoal = (written: z.output<typeof goalSchema>): Goal =>
  typeof written === 'string' ? goalMapSchema.parse({ until: written }) : written;
