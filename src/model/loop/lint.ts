import * as z from 'zod';

/** A code such as `LW303`, and why it does not matter here. Dots alone are no reason. */
export const lintSchema = z.strictObject({
  ignore: z
    .record(
      z.string().regex(/^LW\d{3}$/),
      z
        .string()
        .max(500)
        .regex(/[^\s.…]/),
    )
    .meta({
      description:
        'Warnings and infos that are not told, by code, each with the reason why it does not matter here. Errors cannot be ignored. One that silences nothing is told.',
      examples: [{ LW303: 'The size of the bundle is for the reader only.' }],
      'x-loop': { enforcedBy: ['language'] },
    }),
});
