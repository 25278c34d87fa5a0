import * as z from 'zod';
import { minutes } from './words.ts';

const iterations = z.number().int().min(1).max(1000);
const tokens = z.number().int().min(1).max(10_000_000_000);
const cost = z.number().positive().max(1_000_000);

const limits = {
  'max-tokens': tokens.optional().meta({
    description: 'Most tokens, in and out together. What works is stopped when they are used up.',
    examples: [4_000_000],
    'x-loop': { enforcedBy: ['account', 'purse'] },
  }),
  'max-cost-usd': cost.optional().meta({
    description:
      'Most that it may cost, in dollars. What works is stopped when it is used up. Unknown cost stops it too.',
    examples: [20],
    'x-loop': { enforcedBy: ['account', 'purse'] },
  }),
};

const perDay = z
  .strictObject({
    'max-runs': z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'Most runs that begin in a day.', examples: [4], 'x-loop': { enforcedBy: ['runner'] } }),
    ...limits,
  })
  .meta({
    description:
      'What all runs of a day may use together; a day ends at midnight, by the clock of the machine that it runs on.',
    examples: [{ 'max-runs': 4 }],
  });

export const budgetSchema = z.strictObject({
  'max-iterations': iterations.optional().meta({
    description:
      'After this many iterations without reaching the goal the run gives up and says why. Default 5; with `items` it counts over all of them and has no default.',
    examples: [5],
    'x-loop': { enforcedBy: ['engine', 'account'] },
  }),
  'timeout-minutes': minutes.default(60).meta({
    description:
      'Working time of a run (waiting for a person does not count). What runs then is stopped. Minutes; default 60.',
    examples: [60],
    'x-loop': { enforcedBy: ['engine'] },
  }),
  ...limits,
  price: z
    .strictObject({
      'input-per-million': z
        .number()
        .min(0)
        .max(10_000)
        .meta({
          description: 'Dollars for a million tokens that the model reads.',
          examples: [3],
          'x-loop': { enforcedBy: ['account', 'purse'] },
        }),
      'output-per-million': z
        .number()
        .min(0)
        .max(10_000)
        .meta({
          description: 'Dollars for a million tokens that the model writes.',
          examples: [15],
          'x-loop': { enforcedBy: ['account', 'purse'] },
        }),
    })
    .optional()
    .meta({
      description: 'What tokens cost where an agent reports tokens and no cost.',
      examples: [{ 'input-per-million': 3, 'output-per-million': 15 }],
    }),
  'per-item': z
    .strictObject({
      'max-iterations': iterations.default(5).meta({
        description: 'Most iterations of one item. Default 5.',
        examples: [6],
        'x-loop': { enforcedBy: ['engine'] },
      }),
      'timeout-minutes': minutes.optional().meta({
        description: 'Working time of one item. Minutes. Default: what is left of the run.',
        examples: [40],
        'x-loop': { enforcedBy: ['engine'] },
      }),
      ...limits,
    })
    .optional()
    .meta({ description: 'What one item may use.', examples: [{ 'max-iterations': 6, 'max-cost-usd': 3 }] }),
  'per-day': perDay.optional(),
});

/** `.loops/settings.yaml`: what holds for every loop of the repository. */
export const settingsFileSchema = z
  .strictObject({
    budget: z
      .strictObject({ 'per-day': perDay.optional() })
      .prefault({})
      .meta({
        description: 'What all loops of the repository may use together.',
        examples: [{ 'per-day': { 'max-cost-usd': 100 } }],
      }),
  })
  .meta({ title: 'Loopwright settings', description: 'What holds for every loop of a repository.' });

export type Budget = z.output<typeof budgetSchema>;
export type Settings = z.output<typeof settingsFileSchema>;
