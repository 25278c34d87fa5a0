import * as z from 'zod';
import { command, expression, minutes, slug } from './words.ts';

export const itemsSchema = z.strictObject({
  from: z
    .union([
      z.strictObject({
        run: command.meta({
          description: 'A command that prints the items. It runs in a fresh checkout of the base.',
          examples: ['node scripts/flaky.mjs --json'],
          'x-loop': { lang: 'shell', enforcedBy: ['discover'] },
        }),
        'timeout-minutes': minutes.default(15).meta({
          description: 'The command is stopped after this long, and the run fails. Minutes; default 15.',
          examples: [15],
          'x-loop': { enforcedBy: ['discover'] },
        }),
      }),
      z.strictObject({
        file: z
          .string()
          .min(1)
          .max(1024)
          .meta({
            description: 'A file of the repository, read from the base.',
            examples: ['work/items.json'],
            'x-loop': { enforcedBy: ['discover'] },
          }),
      }),
      z.strictObject({
        findings: z
          .string()
          .regex(slug)
          .meta({
            description: 'Name of the loop whose open findings are the items.',
            examples: ['nightly-triage'],
            'x-loop': { enforcedBy: ['discover'] },
          }),
      }),
    ])
    .meta({
      description: 'Where the items come from: a command, a file, or the findings of a loop.',
      examples: [{ run: 'node scripts/flaky.mjs --json' }],
    }),
  format: z
    .enum(['json', 'lines'])
    .default('json')
    .meta({
      description:
        'What a command or file holds: `json` (an array, or one value a line), or `lines` (each line is an item with one field, `line`).',
      examples: ['json'],
      'x-loop': { enforcedBy: ['discover'] },
    }),
  key: expression.optional().meta({
    description:
      'What names an item from run to run: an expression (CEL) over `item` that yields a text. Default: `item.key`, or `item.line` for lines.',
    examples: ['item.test_id'],
    'x-loop': { lang: 'cel', context: 'items', result: 'string', enforcedBy: ['discover'] },
  }),
  where: expression.optional().meta({
    description: 'Which items are worth an attempt: an expression (CEL) over `item` and `inputs`.',
    examples: ['item.failures >= inputs.min_failures'],
    'x-loop': { lang: 'cel', context: 'items', result: 'bool', enforcedBy: ['discover'] },
  }),
  max: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .meta({
      description: 'Most items that one run takes up. Default 10.',
      examples: [10],
      'x-loop': { enforcedBy: ['discover'] },
    }),
  'max-parallel': z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(2)
    .meta({
      description: 'How many items are worked on at once; one that waits for a person does not count. Default 2.',
      examples: [3],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  retry: z
    .enum(['never', 'changed', 'always'])
    .default('changed')
    .meta({
      description:
        'Whether an item that an earlier run has tried in vain is tried again: `never`, when its data has `changed` (the default), or `always`. One that is done, or that a person declined, is not.',
      examples: ['changed'],
      'x-loop': { enforcedBy: ['discover'] },
    }),
});
