import * as z from 'zod';
import { spendText } from './spendText.ts';

/** What is known of a coding agent's pass once it is over. Its own word, but for what was counted while it worked. */
export const drivenTurnSchema = z.strictObject({
  version: z.string().optional(),
  model: z.string().optional(),
  /** The agent's own name of the conversation. */
  session: z.string().optional(),
  /** Null is unknown and never zero. */
  tokens: z.number().int().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
  /** The cost was worked out from a list of prices, because the agent tells none. */
  priced: z.boolean(),
  /** How often it was kept from something. */
  denied: z.number().int().nonnegative(),
});
export type DrivenTurn = z.infer<typeof drivenTurnSchema>;

/** `claude 2.1.4, claude-sonnet-4-5, session 0f3c, 12.3k tokens, $0.12 (priced), 2 denied` */
export function turnText(agent: string, { version, model, session, denied, priced, ...spend }: DrivenTurn): string {
  return [
    version === undefined ? agent : `${agent} ${version}`,
    ...(model === undefined ? [] : [model]),
    ...(session === undefined ? [] : [`session ${session}`]),
    `${spendText(spend)}${priced ? ' (priced)' : ''}`,
    ...(denied === 0 ? [] : [`${denied} denied`]),
  ].join(', ');
}
