import * as z from 'zod';

/** The request of the language server for the loops of a folder, open or not, as somebody who chooses one needs them. Its answer: `loopsReply.ts`. */
export const loopsMethod = 'loopwright/loops';

/** Server → client, of a folder that was asked about: its loops may be asked for again, an answer would differ. */
export const loopsChangedMethod = 'loopwright/loopsChanged';

/** The folder that has `.loops`. */
export const loopsParamsSchema = z.object({ folder: z.string() });
export type LoopsParams = z.infer<typeof loopsParamsSchema>;
