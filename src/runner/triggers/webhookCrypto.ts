import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookCrypto } from '../../triggers/webhook.ts';

/** The pure check's needs, by Node. */
export const webhookCrypto: WebhookCrypto = {
  hmac(secret, parts) {
    const hmac = createHmac('sha256', secret);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  },
  isSame(a, b) {
    const [left, right] = [Buffer.from(a), Buffer.from(b)];
    return left.length === right.length && timingSafeEqual(left, right);
  },
};
