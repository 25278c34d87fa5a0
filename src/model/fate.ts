import * as z from 'zod';
import { objectIdSchema } from './change.ts';

/** What became of a change after it landed. The runner follows it for some days. */

const day = 86_400_000;
/** For how long a landed change is followed. */
export const followedDays = 14;
export const followedMs = followedDays * day;

/** Most of each list that is kept. */
export const mostOfFate = 5;

export const fateSchema = z.strictObject({
  /** The share of the lines it added that still stand on its target, blank ones aside; null where it added none, or nobody can tell. */
  stands: z.number().min(0).max(1).nullable(),
  /** Commits of others that took lines of it away, newest first. Names are untrusted text. */
  changedBy: z.array(z.strictObject({ commit: objectIdSchema, author: z.string(), at: z.number() })).max(mostOfFate),
  /** The commit that took it back, and when, where it is a step of the target. */
  reverted: z.strictObject({ by: objectIdSchema, at: z.number().optional() }).optional(),
  /** A later run found, before it changed anything, that a check fails which this landing passed. */
  broke: z
    .strictObject({ run: z.string(), loop: z.string(), check: z.string(), tests: z.array(z.string()).max(mostOfFate) })
    .optional(),
  /** Nothing is looked at any more. */
  isOver: z.boolean(),
});
export type Fate = z.infer<typeof fateSchema>;

/** A fate as it is told, with {@link fateWords} at that time. */
export const toldFateSchema = z.strictObject({ words: z.string(), ...fateSchema.shape });
export type ToldFate = z.infer<typeof toldFateSchema>;

/** A line of `<common dir>/loopwright/followed.jsonl`: what is known of a landing from then on. The newest of a commit counts. */
export const followedSchema = z.strictObject({
  at: z.number(),
  loop: z.string(),
  run: z.string(),
  item: z.string(),
  /** The item's name in the world. */
  key: z.string(),
  commit: objectIdSchema,
  landedAt: z.number(),
  fate: fateSchema,
});
export type Followed = z.infer<typeof followedSchema>;

/** Days since it landed, the first is day 1; at most {@link followedDays}. */
const dayOf = (landedAt: number, now: number): number =>
  Math.min(followedDays, Math.max(1, Math.ceil((now - landedAt) / day)));

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

/** What became of it, in a few words: `stands, day 3 of 14`, `amended: 60 % of its lines stand`. */
export function fateWords({ stands, reverted, broke, isOver }: Fate, landedAt: number, now: number): string {
  const parts = [
    ...(reverted === undefined ? [] : [`reverted${laterWords(landedAt, reverted.at)} by ${reverted.by.slice(0, 10)}`]),
    ...(broke === undefined ? [] : [`${broke.check} fails since, seen by run ${broke.run}`]),
    ...(reverted !== undefined || stands === null || stands === 1
      ? []
      : [`amended: ${percent(stands)} of its lines stand`]),
  ];
  if (parts.length > 0) return parts.join('; ');
  return isOver ? `stood for ${followedDays} days` : `stands, day ${dayOf(landedAt, now)} of ${followedDays}`;
}

/** ` 2 days later`; empty where nobody knows. */
export function laterWords(from: number, to: number | undefined): string {
  if (to === undefined) return '';
  const days = Math.floor(Math.max(0, to - from) / day);
  if (days === 0) return ' the same day';
  return days === 1 ? ' 1 day later' : ` ${days} days later`;
}
