/** A request as it arrived. Header names are lower-case; one that came twice is not there. */
export interface WebhookRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What the pure check cannot do itself. */
export interface WebhookCrypto {
  /** HMAC-SHA256 over the parts one after another, in lower-case hex. */
  hmac(secret: string, parts: readonly (string | Uint8Array)[]): string;
  /** Whether two texts are the same, in a time that does not tell where they differ. */
  isSame(a: string, b: string): boolean;
}

export type WebhookVerdict =
  /** `delivery` is the same for the same signed request, and cannot be chosen without the secret. */
  | { readonly status: 'signed'; readonly delivery: string }
  | { readonly status: 'unsigned' | 'stale'; readonly why: string };

/** How far the time in a request may be from ours, in milliseconds. */
export const replayWindowMs = 5 * 60_000;

/** Largest body, in bytes. */
export const largestBody = 1024 * 1024;

const signatureOf = (header: string | undefined): string | undefined =>
  /^sha256=([0-9a-f]{64})$/i.exec(header ?? '')?.[1]?.toLowerCase();

/**
 * Whether whoever sent this knows the secret. Two forms:
 *
 * - ours: `X-Loopwright-Timestamp` (epoch seconds) and `X-Loopwright-Signature: sha256=<HMAC of timestamp.body>`, within five
 *   minutes;
 * - GitHub's: `X-Hub-Signature-256: sha256=<HMAC of body>`. It signs no time, so the caller must never take the same
 *   delivery twice: the delivery is named by the signature and not by `X-GitHub-Delivery`, which anybody can change.
 */
export function verifyWebhook(
  { headers, body }: WebhookRequest,
  { secret, now, crypto }: { readonly secret: string; readonly now: number; readonly crypto: WebhookCrypto },
): WebhookVerdict {
  const own = signatureOf(headers['x-loopwright-signature']);
  if (own !== undefined) {
    const timestamp = headers['x-loopwright-timestamp'] ?? '';
    if (!/^\d{1,12}$/.test(timestamp) || !crypto.isSame(own, crypto.hmac(secret, [`${timestamp}.`, body])))
      return unsigned;
    if (Math.abs(now - Number(timestamp) * 1000) <= replayWindowMs)
      return { status: 'signed', delivery: own.slice(0, 32) };
    return { status: 'stale', why: 'The time in the request is more than five minutes from the time here.' };
  }
  const github = signatureOf(headers['x-hub-signature-256']);
  if (github === undefined || !crypto.isSame(github, crypto.hmac(secret, [body]))) return unsigned;
  return { status: 'signed', delivery: github.slice(0, 32) };
}

const unsigned = {
  status: 'unsigned',
  why: 'The signature is missing or wrong. Sign the body with HMAC-SHA256 and the secret of the loop.',
} as const;
