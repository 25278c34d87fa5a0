import * as z from 'zod';

/** What agents report, apart from the steps: the agent's driver reads it, and need not know every kind of step for it. */

/** What an agent found that is for a person or another loop. Its text is untrusted. */
export const reportedFindingSchema = z.strictObject({
  key: z.string().min(1).max(512),
  title: z.string().min(1).max(300),
  body: z.string().max(8192).optional(),
  severity: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  file: z.string().max(1024).optional(),
  line: z.number().int().positive().optional(),
  suggestion: z.string().max(8192).optional(),
});
export type ReportedFinding = z.infer<typeof reportedFindingSchema>;

export const defectSchema = z.strictObject({
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  title: z.string().min(1).max(300),
  file: z.string().max(1024).optional(),
  line: z.number().int().positive().optional(),
  /** A command that fails as long as the defect is there. */
  reproduce: z.string().max(8192).optional(),
});
export type Defect = z.infer<typeof defectSchema>;
