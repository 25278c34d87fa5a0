import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webhookCrypto as crypto } from '../../../src/runner/triggers/webhookCrypto.ts';
import { hearWebhook } from '../../../src/triggers/hearWebhook.ts';
import { ciRunOfEvent, isWorkflowEvent } from '../../../src/triggers/workflow.ts';

const secret = 'a secret of the loop';
const now = Date.parse('2026-06-01T12:00Z');
const body = Buffer.from('{"a":1}');
const hooks = [
  { loop: 'one', path: '/hook', secret },
  { loop: 'two', path: '/hook', secret: 'another secret' },
  { loop: 'none', path: '/open', secret: undefined },
  { loop: 'empty', path: '/open', secret: '' },
];

const github = (of: Uint8Array = body, by = secret) => ({ 'x-hub-signature-256': `sha256=${crypto.hmac(by, [of])}` });
function ours(at = now, of: Uint8Array = body, by = secret) {
  const timestamp = String(Math.floor(at / 1000));
  const signature = crypto.hmac(by, [`${timestamp}.`, of]);
  return { 'x-loopwright-timestamp': timestamp, 'x-loopwright-signature': `sha256=${signature}` };
}
const hear = (headers: Record<string, string>, more: Record<string, unknown> = {}, known: readonly string[] = []) =>
  hearWebhook(
    { method: 'POST', path: '/hook', headers, body, ...more },
    { hooks, now, crypto, isKnown: (id) => known.includes(id) },
  );

describe('a webhook', () => {
  it('takes GitHub’s form, as GitHub documents it', () => {
    // The example of docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries.
    const signature = crypto.hmac("It's a Secret to Everybody", ['Hello, World!']);
    expect(signature).toBe('757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17');
    const heard = hear(github());
    expect(heard).toMatchObject({ status: 202, firings: [{ loop: 'one', trigger: { kind: 'webhook', at: now } }] });
  });

  it('takes ours within five minutes, and then no more', () => {
    expect(hear(ours()).status).toBe(202);
    expect(hear(ours(now - 299_000)).status).toBe(202);
    expect(hear(ours(now + 299_000)).status).toBe(202);
    expect(hear(ours(now - 301_000))).toMatchObject({ status: 401, code: 'stale', firings: [] });
    expect(hear(ours(now + 301_000))).toMatchObject({ status: 401, code: 'stale' });
  });

  it('goes to the loop whose secret signed it', () => {
    expect(hear(github(body, 'another secret')).firings.map(({ loop }) => loop)).toEqual(['two']);
  });

  it('refuses the same delivery again, whatever else the request says', () => {
    const [first] = hear(github()).firings;
    const again = hear({ ...github(), 'x-github-delivery': 'new' }, {}, [first?.trigger.id ?? '']);
    expect(again).toMatchObject({ status: 409, code: 'replayed', firings: [] });
    // The one form is not the other: a body signed for the one cannot be sent as the other.
    const { 'x-loopwright-signature': signature } = ours();
    expect(hear({ 'x-hub-signature-256': signature }).status).toBe(401);
  });

  it.each([
    ['no signature', {}, 401],
    ['an empty one', { 'x-hub-signature-256': '' }, 401],
    ['a short one', { 'x-hub-signature-256': 'sha256=ab' }, 401],
    ['another algorithm', { 'x-hub-signature-256': github()['x-hub-signature-256'].replace('sha256', 'sha1') }, 401],
    ['another body', github(Buffer.from('{"a":2}')), 401],
    ['another secret', github(body, 'a guess'), 401],
    ['no time', { 'x-loopwright-signature': ours()['x-loopwright-signature'] }, 401],
    ['another time', { ...ours(), 'x-loopwright-timestamp': '1780315201' }, 401],
    ['a time that is none', { ...ours(), 'x-loopwright-timestamp': '1e9' }, 401],
  ])('refuses %s', (_, headers, status) => {
    expect(hear(headers)).toMatchObject({ status, firings: [] });
  });

  it('refuses other paths, other methods, and loops without a secret', () => {
    expect(hear(github(), { path: '/other' }).status).toBe(404);
    expect(hear(github(), { method: 'GET' }).status).toBe(405);
    expect(hear({ 'x-hub-signature-256': `sha256=${crypto.hmac('', [body])}` }, { path: '/open' })).toMatchObject({
      status: 401,
      message: expect.stringMatching(/secret .* is not set/),
    });
  });

  it('believes nothing that was changed on the way', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
        const changed = Uint8Array.from(bytes);
        const index = at % bytes.length;
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        for (const headers of [github(bytes), ours(now, bytes)]) {
          expect(hear(headers, { body: bytes }).status).toBe(202);
          expect(hear(headers, { body: changed }).status).toBe(401);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps hostile texts out of what it says', () => {
    const heard = hear({ ...github(), 'x-github-event': 'a\u001b[31m\nb\u202e' });
    expect(heard.firings[0]?.trigger.about).toBe('POST /hook a [31m b , 7 bytes');
  });
});

describe('a webhook about CI', () => {
  const event = {
    action: 'completed',
    workflow_run: {
      id: 7,
      name: 'ci',
      head_branch: 'main',
      conclusion: 'timed_out',
      updated_at: '2026-06-01T12:00:00Z',
      more: 1,
    },
  };
  it('tells of a run that finished, and of nothing else', () => {
    expect(ciRunOfEvent(event)).toEqual({
      id: '7',
      workflow: 'ci',
      branch: 'main',
      conclusion: 'failure',
      finishedAt: now,
    });
    expect(ciRunOfEvent({ ...event, action: 'requested' })).toBeUndefined();
    expect(isWorkflowEvent({ ...event, action: 'requested' })).toBe(true);
    for (const other of [null, [], 'x', { workflow_run: 1 }]) expect(isWorkflowEvent(other)).toBe(false);
  });
});
