import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readSecret, removeSecret, setSecret } from '../../../src/runner/triggers/secrets.ts';
import { webhookCrypto } from '../../../src/runner/triggers/webhookCrypto.ts';
import { WebhookListener } from '../../../src/runner/triggers/webhookListener.ts';
import { keepWebhookPort, readWebhookPort } from '../../../src/runner/triggers/webhookPort.ts';
import { hearHead, hearWebhook } from '../../../src/triggers/hearWebhook.ts';

const folder = mkdtempSync(join(tmpdir(), 'loopwright-webhook-'));
mkdirSync(join(folder, 'loopwright'));
afterAll(() => rmSync(folder, { recursive: true }));

const hooks = [{ loop: 'one', path: '/hook', secret: 'a secret of the loop' }];
let listener: WebhookListener | undefined;
afterEach(() => listener?.close());

async function listen(times: { readonly requestMs?: number; readonly lingerMs?: number } = {}) {
  const known = new Set<string>();
  let bytes = 0;
  const ear = {
    head: (head: { method: string; path: string }) => hearHead(head, hooks),
    hear: async (heard: Parameters<typeof hearWebhook>[0]) => {
      bytes = heard.body.length;
      const answer = hearWebhook(heard, {
        hooks,
        now: Date.now(),
        crypto: webhookCrypto,
        isKnown: (id) => known.has(id),
      });
      for (const { trigger } of answer.firings) known.add(trigger.id);
      return answer;
    },
  };
  listener = await WebhookListener.listen({ ear, port: 0, ...times });
  return { port: listener.port, heardBytes: () => bytes };
}

const sign = (body: Buffer) => ({
  'x-hub-signature-256': `sha256=${webhookCrypto.hmac('a secret of the loop', [body])}`,
});

interface Answer {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string };
  readonly headers: Readonly<Record<string, unknown>>;
}

function post(
  port: number,
  body: Buffer,
  options: { path?: string; method?: string; headers?: Record<string, string | string[]> },
): Promise<Answer> {
  const { path = '/hook', method = 'POST', headers = sign(body) } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text), headers: response.headers }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Sends bytes as they are, and what came back until the other side closed. */
function raw(port: number, text: string, then?: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    let back = '';
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      back += chunk;
    });
    socket.once('close', () => resolve(back)).on('error', () => undefined);
    socket.write(text);
    then?.((more) => socket.write(more));
  });
}

describe('the listener', () => {
  it('answers in JSON: 202, 409, 401, 404, 405', async () => {
    const { port } = await listen();
    const body = Buffer.from('{"x":1}');
    expect(await post(port, body, {})).toMatchObject({ status: 202, body: { code: 'accepted' } });
    expect(await post(port, body, { path: '/hook?a=b' })).toMatchObject({ status: 409, body: { code: 'replayed' } });
    expect(await post(port, body, { headers: {} })).toMatchObject({ status: 401, body: { code: 'unsigned' } });
    expect(await post(port, body, { path: '/other' })).toMatchObject({ status: 404, body: { code: 'no-such-hook' } });
    const refused = await post(port, body, { method: 'PUT' });
    expect(refused).toMatchObject({ status: 405, headers: { allow: 'POST', connection: 'close' } });
  });

  it('takes a body of a megabyte and refuses more, told or not, before it has all of it', async () => {
    const { port, heardBytes } = await listen({ lingerMs: 60_000 });
    const most = Buffer.alloc(1024 * 1024, 'x');
    expect((await post(port, most, {})).status).toBe(202);
    expect(heardBytes()).toBe(most.length);
    const head = 'POST /hook HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n';
    // It says that 10 MB will come, and not one byte of them does.
    expect(await raw(port, `${head}content-length: 10485760\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 .*"too-large"/s);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const untold = await raw(port, `${head}transfer-encoding: chunked\r\n\r\n`, (write) => {
      for (let i = 0; i < 160; i++) write(chunk);
    });
    expect(untold).toMatch(/^HTTP\/1\.1 413 .*"too-large"/s);
    expect(heardBytes()).toBe(most.length);
    expect((await post(port, Buffer.from('after'), {})).status).toBe(202);
  });

  it('lets who has sent everything before it reads anything read why it was refused', async () => {
    const { port } = await listen({ lingerMs: 60_000 });
    const socket = connect(port, '127.0.0.1').setEncoding('utf8').pause();
    const body = 'x'.repeat(16 * 1024 * 1024);
    const head = `POST /hook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`;
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).write(`${head}${body}\r\n0\r\n\r\n`, () => resolve());
    });
    let back = '';
    for await (const chunk of socket) back += chunk;
    expect(back).toMatch(/^HTTP\/1\.1 413 .*"too-large"/s);
  });

  it('cuts off who was refused and goes on sending', async () => {
    const { port } = await listen({ requestMs: 600_000, lingerMs: 200 });
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const cut = new Promise<string | undefined>((resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    socket.resume().write('POST /other HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n');
    const sending = setInterval(() => socket.write('x'), 20);
    // Whichever write meets the closed connection first.
    expect(['EPIPE', 'ECONNRESET', 'ECONNABORTED']).toContain(await cut);
    clearInterval(sending);
  });

  it('believes no header that came twice', async () => {
    const { port } = await listen();
    const body = Buffer.from('twice');
    const { 'x-hub-signature-256': signature } = sign(body);
    const twice = { 'x-hub-signature-256': [signature, signature] };
    expect((await post(port, body, { headers: twice })).status).toBe(401);
  });

  it('cuts off who sends too slowly or too many headers', async () => {
    const { port } = await listen({ requestMs: 300 });
    const started = 'POST /hook HTTP/1.1\r\nhost: x\r\n';
    expect(await raw(port, started)).toMatch(/^(HTTP\/1\.1 408|$)/);
    expect(await raw(port, `${started}content-length: 100\r\n\r\nhalf`)).toMatch(/^(HTTP\/1\.1 408|$)/);
    expect(await raw(port, `${started}x: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/);
    expect((await post(port, Buffer.from('after'), {})).status).toBe(202);
  });

  it('is not heard of beyond this machine', async () => {
    const { port } = await listen();
    await expect(
      WebhookListener.listen({ ear: { head: () => undefined, hear: () => Promise.reject() }, port }),
    ).rejects.toThrow(/EADDRINUSE/);
    const reached = await new Promise<boolean>((resolve) => {
      // Another address of the loopback net: a listener on all addresses would answer here.
      const socket = connect(port, '127.0.0.2', () => resolve(true));
      socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
    });
    expect(reached).toBe(false);
  });

  it('keeps its port in a file', async () => {
    expect(await readWebhookPort(folder)).toBeUndefined();
    await keepWebhookPort(folder, 45_678);
    expect(await readWebhookPort(folder)).toBe(45_678);
    writeFileSync(join(folder, 'loopwright', 'webhook.json'), '{"port":"x"');
    expect(await readWebhookPort(folder)).toBeUndefined();
  });
});

describe('secrets', () => {
  const good = 'a secret of sixteen or more';

  it('lie in a file that its owner alone can read, and a variable goes first', async () => {
    expect(await setSecret(folder, 'HOOK', `${good}\n`)).toEqual({ ok: true, value: undefined });
    const file = join(folder, 'loopwright', 'secrets', 'HOOK');
    expect(readFileSync(file, 'utf8')).toBe(good);
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    }
    expect(await readSecret(folder, 'HOOK', {})).toBe(good);
    expect(await readSecret(folder, 'HOOK', { HOOK: 'given' })).toBe('given');
    expect(await readSecret(folder, 'HOOK', { HOOK: '' })).toBe(good);
    await removeSecret(folder, 'HOOK');
    expect(await readSecret(folder, 'HOOK', {})).toBeUndefined();
  });

  it.each(['../HOOK', 'a/b', '', '.', '1X', 'X-Y', 'x'.repeat(101)])('have no name %j', async (name) => {
    expect((await setSecret(folder, name, good)).ok).toBe(false);
    expect(await readSecret(folder, name, { [name]: 'x' })).toBeUndefined();
  });

  it.each(['', 'short', 'two\nlines of a secret', `${'x'.repeat(20)}\0`])('are not %j', async (value) => {
    const answer = await setSecret(folder, 'BAD', value);
    expect(answer.ok ? '' : answer.error).toMatch(/A secret/);
    expect(await readSecret(folder, 'BAD', {})).toBeUndefined();
  });
});
