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
  /** How long a sender that is refused in the middle may take to read why, in milliseconds. */
  readonly lingerMs?: number;
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
  static listen({ ear, port, requestMs = 10_000, lingerMs = 2000 }: ListenerOptions): Promise<WebhookListener> {
    const server = createServer(
      { maxHeaderSize: 8192, connectionsCheckingInterval: Math.min(1000, requestMs) },
      (request, response) => {
        // A sender that goes away in the middle is nobody's trouble.
        request.on('error', () => undefined);
        response.on('error', () => undefined);
        void answerTo(ear, request).then((answer) => answer && reply(response, answer, lingerMs));
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

/** What a request is answered; undefined where its sender has gone away. */
async function answerTo(ear: WebhookEar, request: IncomingMessage): Promise<Answer | undefined> {
  const head = { method: request.method ?? '', path: (request.url ?? '').split('?', 1)[0] ?? '' };
  const early = ear.head(head);
  if (early !== undefined) return early;
  const body = await readBody(request);
  if (body === 'gone') return undefined;
  if (body === 'too-large') {
    return { status: 413, code: 'too-large', message: `The body is over ${largestBody} bytes.` };
  }
  try {
    return await ear.hear({ ...head, headers: singleHeaders(request), body });
  } catch (error) {
    console.error('webhooks:', error);
    return { status: 500, code: 'internal', message: 'It could not be taken. Send it again.' };
  }
}

/** Stops reading at the limit, and before the first byte where the length is told. */
function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= largestBody) return;
      request.off('data', take).pause();
      chunks.length = 0;
      resolve('too-large');
    };
    request.on('data', take);
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

/** Ends the connection with the answer, so that what was not read is not waited for. */
function reply(response: ServerResponse, { status, code, message }: Answer, lingerMs: number): void {
  const text = `${JSON.stringify({ code, message })}\n`;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
    ...(status === 405 ? { allow: 'POST' } : {}),
  };
  response.writeHead(status, headers);
  if (response.req.complete) response.end(text);
  else endEarly(response, text, lingerMs);
}

/**
 * Answers a sender that is still at it. A connection that is closed with something unread is reset, and the answer is lost
 * with it: so only our half is closed, and what still comes is thrown away until the sender has read the answer.
 */
function endEarly(response: ServerResponse, text: string, lingerMs: number): void {
  const { req } = response;
  const { socket } = req;
  // The end of a response closes the whole connection.
  response.write(text);
  socket.end();
  req.resume();
  const cut = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => clearTimeout(cut));
}
