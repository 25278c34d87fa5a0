import { causeOfError, causeOfStatus } from '../adapting/causeOfError.ts';
import type { FailureCause, ProcessEnd, TurnOutcome } from '../port.ts';
import type { ClaudeResult } from './records.ts';

/** The end of a turn without what the whole of it came to. */
export type ClaudeVerdict = Pick<TurnOutcome, 'status' | 'detail' | 'cause'>;

/** claude's own words for what was wrong with a model call. */
const causes: Readonly<Record<string, FailureCause>> = {
  authentication_failed: 'auth',
  oauth_org_not_allowed: 'auth',
  account_on_hold: 'auth',
  verification_required: 'auth',
  billing_error: 'auth',
  cloud_credential_error: 'auth',
  rate_limit: 'rate',
  overloaded: 'server',
  server_error: 'server',
  invalid_request: 'request',
  model_not_found: 'request',
  max_output_tokens: 'crash',
};

/** Ends that claude comes to by itself, with a word for each. */
const limits: Readonly<Record<string, Pick<ClaudeVerdict, 'status' | 'cause'>>> = {
  error_max_turns: { status: 'limit', cause: 'turns' },
  error_max_budget_usd: { status: 'limit', cause: 'budget' },
  error_max_structured_output_retries: { status: 'failed', cause: 'schema' },
};

/** Why a model call failed. `status`: of HTTP, where it came to an answer at all. */
export function claudeCause(error: string | undefined, status: number | null | undefined, text = ''): FailureCause {
  if (typeof status === 'number') return causeOfStatus(status);
  // "server_error" is also said of a server that was never reached.
  const told = causeOfError(text);
  if (told === 'network') return told;
  const known = error !== undefined && Object.hasOwn(causes, error) ? causes[error] : undefined;
  return known ?? told;
}

/**
 * How a turn ended, by its result: `success` alone means nothing, since it is also said of a refused key.
 * @param end how the process ended; undefined where it was ended by us after its result
 * @param error what the last answer was marked with, where it was none of a model
 */
export function verdictOf(result: ClaudeResult, end: ProcessEnd | undefined, error: string | undefined): ClaudeVerdict {
  const { subtype, is_error: isError = subtype !== 'success', result: text, errors } = result;
  const words = oneLine(errors[0] ?? text ?? '');
  const limit = Object.hasOwn(limits, subtype) ? limits[subtype] : undefined;
  if (limit !== undefined) return { ...limit, detail: words };
  if (isError || subtype !== 'success') return failedBy(result, words, error);
  if (end !== undefined && end.exitCode !== 0) {
    return { status: 'failed', cause: 'crash', detail: `claude said that it was done, but ${howOf(end)}` };
  }
  return { status: 'completed', detail: 'it ended its turn' };
}

function failedBy(result: ClaudeResult, words: string, error: string | undefined): ClaudeVerdict {
  if (result.api_error === 'connection_failed') return { status: 'failed', cause: 'network', detail: words };
  const isOfModel = result.terminal_reason === 'api_error' || typeof result.api_error_status === 'number';
  const cause = isOfModel || error !== undefined ? claudeCause(error, result.api_error_status, words) : 'crash';
  return { status: 'failed', cause, detail: words === '' ? `it ended with ${result.subtype}` : words };
}

/** How a turn ended that has no result. */
export function verdictWithout(end: ProcessEnd): ClaudeVerdict {
  if (end.error !== undefined) return { status: 'failed', cause: 'missing', detail: end.error };
  const words = oneLine(end.stderr);
  if (/unknown option/.test(words)) {
    return {
      status: 'failed',
      cause: 'too-old',
      detail: `claude is too old: ${words}. Update it with \`claude update\`.`,
    };
  }
  const how = `${howOf(end)} before its turn was over`;
  return { status: 'failed', cause: 'crash', detail: words === '' ? how : `${how}: ${words}` };
}

const howOf = ({ signal, exitCode }: ProcessEnd): string => `it ended with ${signal ?? `exit code ${exitCode}`}`;

const oneLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
    ?.slice(0, 300) ?? '';
