import * as z from 'zod';

/**
 * The comprehension ledger: who has shown to understand which content, and what landed that is to be understood. Append-only
 * lines of JSON in `<reader>/<clone>.jsonl`, one writer a file, so that two clones merge without a conflict. Rows name contents
 * by hash and never by commit: a squash loses commits, and no content. A line that a later version wrote is kept and not read.
 */

/** Raised when a row of an older program means something else. */
export const ledgerVersion = 1;

const common = { v: z.literal(ledgerVersion), at: z.number() };
/** `path#qualified.name`, as in the outline. */
const unit = z.string();
/** Hash of the body of a unit without blanks and comments. */
const body = z.string();

/** How much a line of a unit weighs: tests and documents, code, what is risky or weakens an assertion. */
export const lineWeights = [0.5, 1, 2] as const;

export const landedUnitSchema = z.strictObject({
  unit,
  body,
  /** ℓ: lines of it that an agent changed, not blank; moved and reformatted ones and generated files count 0. */
  lines: z.number().int().nonnegative(),
  /** Lines of the whole unit, not blank. */
  size: z.number().int().nonnegative(),
  /** r */
  weight: z.union([z.literal(0.5), z.literal(1), z.literal(2)]),
  /** Places outside of it that name it. */
  callers: z.number().int().nonnegative(),
});
export type LandedUnit = z.infer<typeof landedUnitSchema>;

export const ledgerRowSchema = z.discriminatedUnion('row', [
  /** Something landed: what is owed for it, and what is to be known of it later. In the file of who let it land. */
  z.strictObject({
    ...common,
    row: z.literal('landed'),
    run: z.string(),
    item: z.string(),
    loop: z.string(),
    /** The maker's summary, in one inert line, and why it was wanted: the goal. */
    what: z.string(),
    why: z.string(),
    units: z.array(landedUnitSchema),
    /** Units that it took away. */
    gone: z.array(unit),
    /** Reasons of pieces that were taken out, and remarks; inert lines without names. */
    takenOut: z.array(z.string()),
    remarks: z.array(z.string()),
    /** Prompts about it that were missed. */
    misses: z.number().int().nonnegative(),
    /** Why somebody let it land although the gate was closed. */
    overridden: z.string().optional(),
    /** Why its run was started although who started it owed more than the loop allows. */
    despiteDebt: z.string().optional(),
  }),
  /** 80 % of its changed lines were on the screen, at a pace that a person can read. */
  z.strictObject({ ...common, row: z.literal('read'), unit, body }),
  /** A prompt about it was answered right at the first attempt. */
  z.strictObject({
    ...common,
    row: z.literal('answered'),
    unit,
    body,
    /** E: see `creditOf`. */
    credit: z.number().min(0).max(1),
    rating: z.enum(['good', 'easy']),
  }),
  /** The reader wrote it: the share of its lines that are by hand. Half is as good as any proof. */
  z.strictObject({ ...common, row: z.literal('written'), unit, body, share: z.number().min(0).max(1) }),
  /** The reader edited it after it had landed: `kept` of its lines stayed; `decisive`: a condition, operator, call or signature changed. */
  z.strictObject({
    ...common,
    row: z.literal('edited'),
    unit,
    from: body,
    to: body,
    kept: z.number().min(0).max(1),
    decisive: z.boolean(),
  }),
]);
export type LedgerRow = z.infer<typeof ledgerRowSchema>;
export type RowOf<R extends LedgerRow['row']> = Extract<LedgerRow, { row: R }>;

/** A row with whose evidence it is: the name of the reader's folder. */
export interface ReadersRow {
  readonly reader: string;
  readonly row: LedgerRow;
}
