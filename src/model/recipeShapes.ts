import * as z from 'zod';
import { reportedProblemSchema } from './problem.ts';

/** What `new` prints with `--json`. docs/command-line.md shows it. */

/** `new --list`: an array of these. */
export const listedRecipeSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  /** When it is the wrong loop. */
  whenNot: z.string(),
  needs: z.string().optional(),
  questions: z.array(
    z.strictObject({
      id: z.string(),
      ask: z.string(),
      /** Where the project shows nothing else. */
      default: z.string(),
      /** The only answers there are; absent: any. */
      choices: z.array(z.string()).optional(),
      /** An empty answer takes the setting out of the loop. */
      optional: z.boolean(),
    }),
  ),
});
export type ListedRecipe = z.infer<typeof listedRecipeSchema>;

/** `new <recipe>`: what was written. Paths go from the top of the repository. */
export const newLoopSchema = z.strictObject({
  recipe: z.string(),
  /** Name of the loop, and its file. */
  loop: z.string(),
  file: z.string(),
  /** By the ids of the questions. */
  answers: z.record(z.string(), z.string()),
  written: z.array(z.string()),
  /** Files that were there already and say the same. */
  same: z.array(z.string()),
  /** Files that were there already, say something else and were left alone. */
  kept: z.array(z.string()),
  problems: z.array(reportedProblemSchema),
  next: z.string(),
});
export type NewLoop = z.infer<typeof newLoopSchema>;
