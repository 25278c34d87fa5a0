import * as z from 'zod';

/** What a run's commands may reach, as the loop's policy says; the engine hands it to every step that runs one. */
export const cageSchema = z.strictObject({
  sandbox: z.enum(['required', 'preferred', 'off']),
  /** Everything, nothing but loopback of its own, or these hosts. */
  network: z.union([z.enum(['all', 'none']), z.array(z.string())]),
  /** Paths that can be read or written beside the usual ones; `~/` is the home folder. */
  read: z.array(z.string()),
  write: z.array(z.string()),
  /** Names of variables of the runner's environment that go to the command beside the usual ones. */
  env: z.array(z.string()),
});
export type Cage = z.infer<typeof cageSchema>;

/** How the commands of a run are kept, as was known when it began. */
export const cageStandingSchema = z.strictObject({
  by: z.enum(['bubblewrap', 'sandbox-runtime', 'none']),
  /** What is not kept although the loop asks for it, and why, in a sentence. */
  lacks: z.string().optional(),
});
export type CageStanding = z.infer<typeof cageStandingSchema>;

/** `bubblewrap`, or `none (bwrap is not installed …)`. */
export const cageText = ({ by, lacks }: CageStanding): string => (lacks === undefined ? by : `${by} (${lacks})`);
