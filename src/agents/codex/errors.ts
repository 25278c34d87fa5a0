import * as z from 'zod';
import { causeOfError } from '../adapting/causeOfError.ts';
import type { FailureCause } from '../port.ts';

/** An error as the app-server types it (`TurnError` of codex 0.169). */
export const turnError = z.object({
  message: z.string().catch(''),
  codexErrorInfo: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .nullish()
    .catch(undefined),
  additionalDetails: z.string().nullish().catch(undefined),
});
export type CodexError = z.infer<typeof turnError>;

const named: Readonly<Record<string, FailureCause>> = {
  unauthorized: 'auth',
  usageLimitExceeded: 'rate',
  rateLimitExceeded: 'rate',
  serverOverloaded: 'server',
  internalServerError: 'server',
  flexUnavailable: 'server',
  policyCapacityUnavailable: 'server',
  sessionBudgetExceeded: 'budget',
  badRequest: 'request',
  contextWindowExceeded: 'request',
};

/**
 * Why a turn failed. What is not one of the known causes is `crash`, of which nobody expects that it goes away by asking
 * again: a policy.
 */
export function causeOfTurnError(error: CodexError): FailureCause {
  const info = error.codexErrorInfo ?? 'other';
  const words = `${error.message} ${error.additionalDetails ?? ''}`;
  if (typeof info === 'string') return named[info] ?? causeOfWords(words);
  const [kind = '', detail] = Object.entries(info)[0] ?? [];
  const status =
    typeof detail === 'object' && detail !== null ? (detail as { httpStatusCode?: unknown }).httpStatusCode : 0;
  if (typeof status === 'number' && status >= 400) return causeOfError(`status ${status}`);
  if (kind === 'httpConnectionFailed' || kind === 'responseStreamConnectionFailed') return 'network';
  return causeOfWords(words);
}

/** For `codex exec`, which gives words only, and for errors of which the app-server says no more than `other`. */
export function causeOfWords(words: string): FailureCause {
  if (/high demand/iu.test(words)) return 'server';
  if (/missing environment variable/iu.test(words)) return 'auth';
  return /stream disconnected/iu.test(words) ? 'network' : causeOfError(words);
}

/** `Reconnecting... 2/5` → 2. */
export function attemptIn(message: string): number | undefined {
  const found = /(\d+)\/\d+/u.exec(message)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** One line for a person. A refused request comes as the server's JSON, of which the message is enough. */
export function plainError({ message, additionalDetails }: CodexError): string {
  const words = additionalDetails == null || additionalDetails === '' ? message : additionalDetails;
  return messageInJson(words) ?? words;
}

function messageInJson(words: string): string | undefined {
  try {
    const value = JSON.parse(words) as { error?: { message?: unknown } } | null;
    return typeof value?.error?.message === 'string' ? value.error.message : undefined;
  } catch {
    return undefined;
  }
}
