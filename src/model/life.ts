import * as z from 'zod';

/** The life of a run as a graph in words: what the view Dry run draws and `loopwright dry-run` prints. */

const factSchema = z.strictObject({
  name: z.string(),
  text: z.string(),
  /** `code`: a command or an expression; `block`: text of several lines, such as a prompt. */
  as: z.enum(['words', 'code', 'block']),
});
export type Fact = z.infer<typeof factSchema>;

export const lifeKinds = [
  'start',
  'precheck',
  'items',
  'gate',
  'worktree',
  'explorer',
  'maker',
  'checks',
  'checker',
  'judge',
  'goal',
  'deliver',
  'memory',
  'policy',
  'spending',
] as const;

const stationSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(lifeKinds),
  title: z.string(),
  /** A few words below the title. */
  summary: z.string(),
  /** Line of the loop file, from 1; null where a default holds. */
  line: z.number().int().positive().nullable(),
  facts: z.array(factSchema),
  /** `item`: once for each item; `pass`: again and again; `run`: once. */
  within: z.enum(['run', 'item', 'pass']),
});
export type Station = z.infer<typeof stationSchema>;

export const lifeSchema = z.strictObject({
  loop: z.string(),
  /** In the order of a run. */
  stations: z.array(stationSchema),
  /** What holds all the time. */
  rules: z.array(stationSchema),
  ways: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      /** When it is taken; empty where always. */
      label: z.string(),
      /** Whether it leads back. */
      back: z.boolean(),
    }),
  ),
  /** Why a start would be refused now. */
  obstacles: z.array(z.string()),
  /** Warnings and infos: where and what. */
  problems: z.array(
    z.strictObject({
      line: z.number().int().positive(),
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      message: z.string(),
    }),
  ),
  /** The items that are known, the shown one among them by its place from 0. */
  items: z.array(z.string()),
  shown: z.number().int().nonnegative(),
});
export type Life = z.infer<typeof lifeSchema>;
