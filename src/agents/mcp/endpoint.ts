import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServedMcp } from '../port.ts';
import { loopback } from './ownServer.ts';
import { parsedMessage } from './parsedMessage.ts';
import type { ToolServer } from './toolServer.ts';

/** Bytes of a message: more than any tool takes. */
const longestMessage = 1024 * 1024;

/** What is answered over HTTP: a message of the protocol, or nothing but a status. */
type Reply = readonly [status: number, body?: object];

/**
 * An MCP server at a port of this machine's own (streamable HTTP without streams and sessions: each request is answered by
 * itself, in JSON). Whoever can reach the port needs the token, and no web page gets in. Rejects where no port can be had.
 */
export class Endpoint {
  readonly served: ServedMcp;
  readonly #http: Server;

  private constructor(http: Server, served: ServedMcp) {
    this.#http = http;
    this.served = served;
  }

  static async open(tools: Pick<ToolServer, 'answer'>): Promise<Endpoint> {
    const token = randomBytes(32).toString('base64url');
    const http = createServer((request, response) => {
      void reply(request, tools, token).then(([status, body]) => send(response, status, body));
    });
    // A client that keeps its connection must not find it closed when it next asks.
    http.keepAliveTimeout = 0;
    http.listen(0, loopback);
    await once(http, 'listening');
    // A connection that cannot be taken is the agent's loss, not the end of its turn.
    http.on('error', () => undefined);
    const { port } = http.address() as AddressInfo;
    return new Endpoint(http, { url: `http://${loopback}:${port}/mcp`, token });
  }

  close(): void {
    this.#http.close();
    this.#http.closeAllConnections();
  }
}

async function reply(request: IncomingMessage, tools: Pick<ToolServer, 'answer'>, token: string): Promise<Reply> {
  const { authorization = '', origin, host } = request.headers;
  // A name that leads here is somebody's trick to let a web page ask.
  if (origin !== undefined || host !== `${loopback}:${request.socket.localPort}`) return [403];
  if (!isSame(authorization, `Bearer ${token}`)) return [401];
  if (request.method !== 'POST') return [405];
  const text = await textOf(request);
  if (text === undefined) return [413];
  const message = parsedMessage(text);
  if (message === undefined) return [400];
  const answer = await tools.answer(message);
  return answer === undefined ? [202] : [200, answer];
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Bytes that are read of a message that is too long, so that its sender hears it; then the connection is cut. */
const mostRead = 16 * longestMessage;

/** Undefined where it is too long, or does not come to its end. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > mostRead) return undefined;
      if (length <= longestMessage) pieces.push(piece);
    }
  } catch {
    return undefined;
  }
  return length > longestMessage ? undefined : Buffer.concat(pieces).toString('utf8');
}

function send(response: ServerResponse, status: number, body?: object): void {
  const headers = status === 405 ? { Allow: 'POST' } : {};
  if (body === undefined) response.writeHead(status, headers).end();
  else response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
