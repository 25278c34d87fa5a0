import type { FailureCause } from '../port.ts';

/** Words that say more than a number beside them: "500 requests a minute" is a rate limit. */
const words: readonly (readonly [FailureCause, RegExp])[] = [
  ['rate', /rate.?limit|too many requests|resource.?exhausted|quota|usage limit/i],
  [
    'auth',
    /api.?key|unauthori[sz]ed|unauthenticated|authenticat|credential|not logged in|log ?in\b|permission.?denied/i,
  ],
  ['server', /overloaded|internal server error|service unavailable|bad gateway|server error/i],
  [
    'network',
    /ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|fetch failed|connection (error|lost|closed|reset)|socket|network|terminated|stream ended|premature|timed out/i,
  ],
];

/** What a status of HTTP says; the other ones of 400 and more are mistakes that trying again does not mend. */
export function causeOfStatus(status: number): FailureCause {
  if (status === 401 || status === 402 || status === 403) return 'auth';
  if (status === 429) return 'rate';
  if (status === 408) return 'network';
  if (status >= 500) return 'server';
  return status >= 400 ? 'request' : 'crash';
}

/** Why a model call failed, from an agent's own words about it. `crash` where they say nothing that trying again could mend. */
export function causeOfError(text: string): FailureCause {
  const [rate, ...others] = words;
  if (rate?.[1].test(text)) return 'rate';
  const status = /\b(4[0-4]\d|5[0-3]\d)\b/.exec(text)?.[1];
  if (status !== undefined) return causeOfStatus(Number(status));
  return others.find(([, pattern]) => pattern.test(text))?.[0] ?? 'crash';
}

/** When an error asks to be tried again at the earliest, in milliseconds from now. */
export function retryAfterOf(text: string): number | undefined {
  const seconds = /(?:retry.?(?:after|delay|in)|try again in)\W{0,6}(\d+(?:\.\d+)?)\s*(?:s\b|sec|"|$)/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
