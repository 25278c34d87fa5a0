import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Heard } from '../../triggers/hearWebhook.ts';
import { largestBody, type WebhookRequest } from '../../triggers/webhook.ts';

/** What the listener asks of its owner. */
export interface WebhookEar {
  /** The refusal of a request by its head alone, before any of its body is read. */
  head(request: Pick<WebhookRequest, 'method' | 'path'>): Heard | undefined;
  hear(request: WebhookRequest): Promise<Heard>;
}

export interface ListenerOptions {
  readonly ear: WebhookEar;
  /** 0: any free one. */
  readonly port: number;
  /** How long a whole request may take, in milliseconds. */
  readonly requestMs?: number;
}

/**
 * Listens on 127.0.0.1 alone. Every answer is JSON: `{ "code", "message" }`. A body over 1 MB is refused before it is read, a
 * slow sender is cut off, and of headers 8 KB are read.
 */
export class WebhookListener {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Rejects where the port is taken (`EADDRINUSE`). */
  static listen({ ear, port, requestMs = 10_000 }: ListenerOptions): Promise<WebhookListener> {
    const server = createServer(
      { maxHeaderSize: 8192, connectionsCheckingInterval: Math.min(1000, requestMs) },
      (request, response) => {
        void answer(ear, request, response);
      },
    );
    server.headersTimeout = Math.min(5000, requestMs);
    server.requestTimeout = requestMs;
    server.keepAliveTimeout = 1;
    server.maxConnections = 32;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        server.removeListener('error', reject);
        server.on('error', (error) => console.error('webhooks:', error));
        resolve(new WebhookListener(server));
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

async function answer(ear: WebhookEar, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A sender that goes away in the middle is nobody's trouble.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  const head = { method: request.method ?? '', path: (request.url ?? '').split('?', 1)[0] ?? '' };
  const early = ear.head(head);
  if (early !== undefined) return reply(response, early);
  const body = await readBody(request);
  if (body === 'gone') return;
  if (body === 'too-large') {
    return reply(response, { status: 413, code: 'too-large', message: `The body is over ${largestBody} bytes.` });
  }
  try {
    reply(response, await ear.hear({ ...head, headers: singleHeaders(request), body }));
  } catch (error) {
    console.error('webhooks:', error);
    reply(response, { status: 500, code: 'internal', message: 'It could not be taken. Send it again.' });
  }
}

/** Stops reading at the limit, and before the first byte where the length is told. */
function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= largestBody) return;
      request.pause();
      chunks.length = 0;
      resolve('too-large');
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => resolve('gone'));
  });
}

/** Headers that came once. One that came twice could be read as either. */
function singleHeaders({ headersDistinct }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headersDistinct).flatMap(([name, values]) => (values?.length === 1 ? [[name, values[0]]] : [])),
  );
}

type Answer = Pick<Heard, 'code' | 'message'> & { readonly status: number };

/**
 * Milliseconds in which a sender can read the answer before the connection is cut: cut with something unread, it takes the
 * answer along.
 */
const lingerMs = 2000;

/** Ends the connection with the answer, so that what was not read is not waited for. */
function reply(response: ServerResponse, { status, code, message }: Answer): void {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    connection: 'close',
    ...(status === 405 ? { allow: 'POST' } : {}),
  };
  response.writeHead(status, headers).end(`${JSON.stringify({ code, message })}\n`);
  const { req } = response;
  if (!req.complete) response.once('finish', () => setTimeout(() => req.destroy(), lingerMs).unref());
}
