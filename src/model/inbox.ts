import * as z from 'zod';

/**
 * The inbox of a repository: what waits for a person, over all runs. Healthy runs put nothing here, and nothing leaves
 * it unseen: an entry closes when somebody acts on it, or when what it was about is over (and it says so).
 */
export const inboxKindSchema = z.enum([
  'gate',
  'finding',
  'question',
  'escalation',
  'failure',
  'conflict',
  'missed',
  'held',
]);
export type InboxKind = z.infer<typeof inboxKindSchema>;

export const inboxEntrySchema = z.strictObject({
  /** The same thing raised twice has one id: `<kind>:<loop>:…`. */
  id: z.string(),
  kind: inboxKindSchema,
  loop: z.string(),
  run: z.string().optional(),
  item: z.string().optional(),
  /** The finding or gate it is about. */
  about: z.string().optional(),
  title: z.string(),
  /** Why a person is needed, and what speaks for what: plain text. */
  why: z.string(),
  at: z.number(),
  severity: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
  /** What a person can do here, by the names of the commands. */
  actions: z.array(
    z.enum(['land', 'reject', 'approve', 'continue', 'answer', 'decide', 'enable', 'run', 'dismiss', 'snooze']),
  ),
});
export type InboxEntry = z.infer<typeof inboxEntrySchema>;

/** A line of `<common dir>/loopwright/inbox.jsonl`. */
export const inboxEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raised'), entry: inboxEntrySchema }),
  z.strictObject({
    type: z.literal('closed'),
    id: z.string(),
    at: z.number(),
    why: z.string(),
    by: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('snoozed'), id: z.string(), at: z.number(), until: z.number(), by: z.string() }),
]);
export type InboxEvent = z.infer<typeof inboxEventSchema>;
