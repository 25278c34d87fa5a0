import * as z from 'zod';

/** What is owed: lines that a loop wrote and that nobody has shown to understand, weighed (docs/comprehension.md has the formula). */

export const owedUnitSchema = z.strictObject({
  /** `path#qualified.name`. */
  unit: z.string(),
  path: z.string(),
  name: z.string(),
  /** Where it stands in the tree that is checked out on the target now; from 1. */
  line: z.number().int().optional(),
  /** ℓ, w, E and R of the reference. */
  lines: z.number().int(),
  weight: z.number(),
  evidence: z.number(),
  recall: z.number(),
  /** ℓ·w·(1 − E·R) */
  owed: z.number(),
  /** The landings that it is owed for, newest first. */
  landings: z.array(z.strictObject({ run: z.string(), item: z.string(), loop: z.string(), at: z.number() })),
  /** Why it is owed, in a sentence. */
  why: z.string(),
});
export type OwedUnit = z.infer<typeof owedUnitSchema>;

const sumSchema = z.strictObject({ owed: z.number(), /** Of reading: owed / 5. */ minutes: z.number() });

export const debtSchema = z.strictObject({
  /** Whose debt `mine` is: `Name <email>`. */
  me: z.string(),
  mine: sumSchema,
  /** Where the best reader of each unit counts. */
  repository: sumSchema,
  /** What the asked-for one is made of, most owed first. */
  units: z.array(owedUnitSchema),
});
export type Debt = z.infer<typeof debtSchema>;

/** What a landing left to be known of it, for those who look at its lines later. */
export const landingRecordSchema = z.strictObject({
  loop: z.string(),
  run: z.string(),
  item: z.string(),
  at: z.number(),
  what: z.string(),
  why: z.string(),
  /** Those of its units that stand at the asked place, with whether they are as they landed. */
  units: z.array(z.strictObject({ unit: z.string(), asLanded: z.boolean() })),
  takenOut: z.array(z.string()),
  remarks: z.array(z.string()),
  misses: z.number().int(),
  overridden: z.string().optional(),
  despiteDebt: z.string().optional(),
});
export type LandingRecord = z.infer<typeof landingRecordSchema>;
