import type { ClientNotifications, ClientRequests, Notifications, Requests } from './protocol.ts';
import { errorCodes, Refusal } from './refusal.ts';
import { type Transport, unreadable } from './transport.ts';

/** Whether the client still waits for the answer. */
export interface RequestToken {
  readonly isCancellationRequested: boolean;
}

type Id = number | string;
type RequestHandler = (params: unknown, token: RequestToken) => unknown;
type NotificationHandler = (params: unknown) => void;

interface Message {
  readonly id?: Id | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * The server's end of JSON-RPC 2.0 as the Language Server Protocol uses it. Messages are handled in the order they came in,
 * each in a turn of its own, so that an answer that is no longer wanted is found out before it is worked for. A handler that
 * throws is answered with an error; nothing it throws ends the server.
 */
export class Connection {
  readonly #transport: Transport;
  readonly #requests = new Map<string, RequestHandler>();
  readonly #notifications = new Map<string, NotificationHandler>();
  /** Requests that came and are not answered. */
  readonly #open = new Map<Id, { isCancellationRequested: boolean }>();
  /** Requests of ours that the client has not answered. */
  readonly #asked = new Map<Id, Waiting>();
  #lastId = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  onRequest<Method extends keyof Requests>(
    method: Method,
    handler: (params: Requests[Method][0], token: RequestToken) => Requests[Method][1] | Promise<Requests[Method][1]>,
  ): void {
    // What a client sends has the shape that the protocol gives its method.
    this.#requests.set(method, handler as RequestHandler);
  }

  onNotification<Method extends keyof Notifications>(
    method: Method,
    handler: (params: Notifications[Method]) => void,
  ): void {
    this.#notifications.set(method, handler as NotificationHandler);
  }

  /** Rejects where the client refuses, and when the connection ends. */
  async sendRequest<Method extends keyof ClientRequests>(
    method: Method,
    params: ClientRequests[Method][0],
  ): Promise<ClientRequests[Method][1]> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.#asked.set(id, { resolve, reject }));
    this.#send({ id, method, params });
    return (await answer) as ClientRequests[Method][1];
  }

  sendNotification<Method extends keyof ClientNotifications>(
    method: Method,
    params: ClientNotifications[Method],
  ): void {
    this.#send({ method, params });
  }

  /** Begins; `ended` is told once the client is gone. */
  listen(ended: (because?: string) => void): void {
    this.#transport.listen(
      (message) => this.#receive(message),
      (because) => {
        for (const { reject } of this.#asked.values()) reject(new Error('The client is gone.'));
        this.#asked.clear();
        ended(because);
      },
    );
  }

  #receive(given: unknown): void {
    if (given === unreadable) {
      this.#refuse(null, new Refusal('The message is not JSON.', errorCodes.parseError));
    } else if (typeof given !== 'object' || given === null) {
      this.#refuse(null, new Refusal('The message is no object.', errorCodes.invalidRequest));
    } else {
      this.#take(given);
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message;
    if (method === undefined) this.#answered(message);
    else if (method === '$/cancelRequest') this.#cancelled(params);
    else if (id === undefined || id === null) setImmediate(() => this.#told(method, params));
    else {
      const token = { isCancellationRequested: false };
      this.#open.set(id, token);
      setImmediate(() => void this.#answer(id, method, params, token));
    }
  }

  #cancelled(params: unknown): void {
    const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
    const token = typeof id === 'number' || typeof id === 'string' ? this.#open.get(id) : undefined;
    if (token) token.isCancellationRequested = true;
  }

  /** The client's answer to a request of ours. */
  #answered({ id, result, error }: Message): void {
    if (id === undefined || id === null) return;
    const waiting = this.#asked.get(id);
    this.#asked.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error.message));
  }

  #told(method: string, params: unknown): void {
    try {
      this.#notifications.get(method)?.(params);
    } catch (error) {
      // Nobody waits for an answer; standard error is the client's log.
      console.error(`${method}:`, error);
    }
  }

  async #answer(id: Id, method: string, params: unknown, token: RequestToken): Promise<void> {
    try {
      const handler = this.#requests.get(method);
      if (handler === undefined) throw new Refusal(`Unhandled method ${method}`, errorCodes.methodNotFound);
      if (token.isCancellationRequested) throw new Refusal('Cancelled.', errorCodes.requestCancelled);
      const result = await handler(params, token);
      this.#send({ id, result: result ?? null });
    } catch (error) {
      this.#refuse(id, error);
    } finally {
      this.#open.delete(id);
    }
  }

  #refuse(id: Id | null, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#send({ id, error: { code: error instanceof Refusal ? error.code : errorCodes.internalError, message } });
  }

  #send(message: object): void {
    this.#transport.send({ jsonrpc: '2.0', ...message });
  }
}
