import * as z from 'zod';
import { lifeSchema } from '../model/life.ts';

/** What the page of a dry run and the editor say to each other. */

/** What the page shows; each replaces the one before. */
export const dryRunPageSchema = z.discriminatedUnion('show', [
  z.strictObject({ show: z.literal('life'), life: lifeSchema }),
  /** The loop file has errors: until they are gone there is nothing to show. */
  z.strictObject({
    show: z.literal('errors'),
    loop: z.string(),
    errors: z.array(z.strictObject({ line: z.number().int().positive(), message: z.string() })),
  }),
  /** The loop could not be read; `message` says what to do next. */
  z.strictObject({ show: z.literal('trouble'), message: z.string() }),
]);
export type DryRunPage = z.infer<typeof dryRunPageSchema>;

/** Page → editor. */
export const dryRunSaysSchema = z.discriminatedUnion('say', [
  /** The page listens now. */
  z.strictObject({ say: z.literal('ready') }),
  /** To a line of the loop file, from 1; `focus`: the keyboard goes there too. */
  z.strictObject({ say: z.literal('go'), line: z.number().int().positive(), focus: z.boolean() }),
  /** The way of another item, from 0. */
  z.strictObject({ say: z.literal('item'), shown: z.number().int().nonnegative() }),
]);
export type DryRunSays = z.infer<typeof dryRunSaysSchema>;
