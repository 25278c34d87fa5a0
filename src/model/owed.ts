import * as z from 'zod';

/**
 * What a repository has taken in and nobody has shown to understand, by file. Until there is a ledger of units this is
 * counted in lines: those that landed changes added to the file, less those of changes about whose file a prompt was
 * answered right at the first attempt.
 */
export const owedFileSchema = z.strictObject({
  /** From the top of the repository. */
  path: z.string(),
  owed: z.number().int(),
  /** The landed changes that it is owed for, newest first. */
  landings: z.array(
    z.strictObject({ run: z.string(), item: z.string(), loop: z.string(), at: z.number(), lines: z.number().int() }),
  ),
});
export type OwedFile = z.infer<typeof owedFileSchema>;
