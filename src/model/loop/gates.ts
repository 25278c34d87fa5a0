import * as z from 'zod';
import { expression, userId } from './words.ts';

const gateSchema = z.strictObject({
  before: z
    .enum(['item', 'spend', 'deliver', 'merge'])
    .default('deliver')
    .meta({
      description:
        'When a person is asked: before an `item` is begun, before an iteration may `spend` (with `when` over `run.cost_usd` or `run.tokens`), before the change is delivered in any way (`deliver`, the default), or only before a `merge`.',
      examples: ['deliver'],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  when: expression.optional().meta({
    description: 'Only then is somebody asked: an expression (CEL). Default: always.',
    examples: ["diff.lines > 150 || diff.files.exists(f, f.startsWith('src/core/'))"],
    'x-loop': { lang: 'cel', context: 'gate', result: 'bool', enforcedBy: ['gate'] },
  }),
  approvers: z
    .array(z.string().min(3).max(200))
    .min(1)
    .max(50)
    .optional()
    .meta({
      description:
        'Who may approve, by the email of their git identity. Default: anybody who can use this repository. It is no proof of who sits there.',
      examples: [['ada@example.com']],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  approvals: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(1)
    .meta({
      description: 'How many different people must approve. Default 1.',
      examples: [2],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  'timeout-hours': z
    .number()
    .positive()
    .max(8760)
    .optional()
    .meta({
      description: 'How long it waits. Hours. Default: for ever.',
      examples: [24],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  'on-timeout': z
    .enum(['reject', 'approve'])
    .default('reject')
    .meta({
      description: 'What happens then. Default: reject.',
      examples: ['reject'],
      'x-loop': { enforcedBy: ['engine'] },
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
          description:
            'How many prompts are asked about what the loop wrote, where the change yields as many; at most three.',
          examples: [1],
          'x-loop': { enforcedBy: ['engine', 'runner'] },
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
          'x-loop': { enforcedBy: ['engine', 'runner'] },
        }),
      enforce: z
        .enum(['hard', 'advisory'])
        .default('hard')
        .meta({
          description:
            '`hard`: nothing goes through before. `advisory`: the prompts are asked, and what was answered is told, but nothing waits for it. Default: hard.',
          examples: ['advisory'],
          'x-loop': { enforcedBy: ['engine', 'runner'] },
        }),
      'debt-limit': z
        .number()
        .int()
        .min(1)
        .max(100_000)
        .default(300)
        .meta({
          description:
            'The loop does not start while who starts it (of an enabled loop: who enabled it) owes more lines than this: read and answered for what landed first. Default 300, an hour of reading.',
          examples: [300],
          'x-loop': { enforcedBy: ['runner'] },
        }),
    })
    .optional()
    .meta({
      description:
        'Nothing lands that nobody understood: whoever lets the change through first answers prompts made from the change itself.',
      examples: [{ questions: 1, pass: 1 }],
    }),
});

export const gatesSchema = z.record(z.string().regex(userId).max(60), gateSchema);

/** A gate with its id. */
export type Gate = z.output<typeof gateSchema> & { readonly id: string };
