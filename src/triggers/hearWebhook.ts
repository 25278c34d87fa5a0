import { type Firing, triggerOf } from './firing.ts';
import { verifyWebhook, type WebhookCrypto, type WebhookRequest } from './webhook.ts';

/** A loop that listens. Without a secret nothing it hears is believed. */
export interface Hook {
  readonly loop: string;
  readonly path: string;
  readonly secret: string | undefined;
}

/** The answer to a request, and the firings that it makes. */
export interface Heard {
  readonly status: 202 | 401 | 404 | 405 | 409;
  readonly code: string;
  readonly message: string;
  readonly firings: readonly Firing[];
}

const refusal = (status: 401 | 404 | 405 | 409, code: string, message: string): Heard => ({
  status,
  code,
  message,
  firings: [],
});

/** Whether anything listens at the path, for the answer before the body is read. */
export function hearHead(
  { method, path }: Pick<WebhookRequest, 'method' | 'path'>,
  hooks: readonly Hook[],
): Heard | undefined {
  if (!hooks.some((hook) => hook.path === path)) return refusal(404, 'no-such-hook', 'No loop listens at this path.');
  if (method !== 'POST') return refusal(405, 'not-post', 'Send a POST request.');
  return undefined;
}

/**
 * Hears a request: every loop at its path whose secret signed it gets a firing, unless it had that delivery before
 * (`isKnown`, by the id of the firing).
 */
export function hearWebhook(
  request: WebhookRequest,
  world: {
    readonly hooks: readonly Hook[];
    readonly now: number;
    readonly crypto: WebhookCrypto;
    readonly isKnown: (firing: string) => boolean;
  },
): Heard {
  const early = hearHead(request, world.hooks);
  if (early !== undefined) return early;
  const firings: Firing[] = [];
  let why: { readonly code: string; readonly message: string } = { code: 'unsigned', message: noSecret };
  for (const { loop, path, secret } of world.hooks) {
    if (path !== request.path || secret === undefined || secret === '') continue;
    const verdict = verifyWebhook(request, { secret, now: world.now, crypto: world.crypto });
    if (verdict.status === 'signed') firings.push(firingOf(loop, verdict.delivery, request, world.now));
    // That it is old says more than that another loop's secret did not sign it.
    else if (why.code !== 'stale') why = { code: verdict.status, message: verdict.why };
  }
  if (firings.length === 0) return refusal(401, why.code, why.message);
  const fresh = firings.filter(({ trigger }) => !world.isKnown(trigger.id));
  if (fresh.length === 0) return refusal(409, 'replayed', 'This delivery was taken already.');
  return { status: 202, code: 'accepted', message: 'Taken.', firings: fresh };
}

const noSecret = 'The secret of the loop at this path is not set here, so no request is believed.';

function firingOf(loop: string, delivery: string, { path, headers, body }: WebhookRequest, now: number): Firing {
  const event = headers['x-github-event'];
  const about = `POST ${path}${event === undefined ? '' : ` ${event}`}, ${body.length} bytes`;
  return { loop, trigger: triggerOf({ kind: 'webhook', id: `webhook:${loop}:${delivery}`, at: now, about }) };
}
