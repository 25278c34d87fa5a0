import { err, ok, type Result } from '../../model/result.ts';

/** Why a request got no result. */
export interface RpcError {
  /** As the other side numbers it; undefined where it never answered. */
  readonly code: number | undefined;
  readonly message: string;
  /** What the other side adds, where it does. */
  readonly data?: unknown;
}

/** What the other side may say unasked. */
export interface RpcListener {
  /** It tells something. */
  notified(method: string, params: unknown): void;
  /** It asks something: what is returned is the answer. Must not throw. */
  asked(method: string, params: unknown): Result<unknown, { readonly code: number; readonly message: string }>;
  /** A line that is no message. */
  noise(line: string): void;
}

type Answer = Result<unknown, RpcError>;

/**
 * JSON-RPC 2.0 over lines: one message a line, either side may ask. Knows nothing of processes: lines go in by `take`, text
 * goes out by `write`. Every request ends in a result or an error, at the latest when `close` is called.
 */
export class LineRpc {
  readonly #write: (text: string) => void;
  readonly #listener: RpcListener;
  readonly #head: Readonly<Record<string, string>>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;
  #closed: string | undefined;

  /** `version` writes `"jsonrpc":"2.0"` into every message, which codex leaves out. */
  constructor(write: (text: string) => void, listener: RpcListener, { version = true }: { version?: boolean } = {}) {
    this.#write = write;
    this.#listener = listener;
    this.#head = version ? { jsonrpc: '2.0' } : {};
  }

  request(method: string, params: unknown): Promise<Answer> {
    if (this.#closed !== undefined) return Promise.resolve(err({ code: undefined, message: this.#closed }));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  notify(method: string, params?: unknown): void {
    this.#send(params === undefined ? { method } : { method, params });
  }

  /** Nothing more will come: all that wait get `reason` as their error. */
  close(reason: string): void {
    this.#closed ??= reason;
    for (const resolve of this.#waiting.values()) resolve(err({ code: undefined, message: this.#closed }));
    this.#waiting.clear();
  }

  /** One line of the other side; nothing once it is closed. */
  take(line: string): void {
    if (this.#closed !== undefined || line.trim() === '') return;
    const message = asMessage(line);
    if (message === undefined) this.#listener.noise(line);
    else if (typeof message['method'] === 'string') this.#heard(message['method'], message);
    else this.#answered(message, line);
  }

  #heard(method: string, message: Message): void {
    const { id, params } = message;
    if (typeof id !== 'number' && typeof id !== 'string') {
      this.#listener.notified(method, params);
      return;
    }
    const answer = this.#listener.asked(method, params);
    this.#send(answer.ok ? { id, result: answer.value } : { id, error: answer.error });
  }

  #answered({ id, result, error }: Message, line: string): void {
    const resolve = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (resolve === undefined || typeof id !== 'number') {
      this.#listener.noise(line);
      return;
    }
    this.#waiting.delete(id);
    resolve(error === undefined || error === null ? ok(result) : err(asError(error)));
  }

  #send(message: Readonly<Record<string, unknown>>): void {
    if (this.#closed === undefined) this.#write(`${JSON.stringify({ ...this.#head, ...message })}\n`);
  }
}

type Message = Readonly<Record<string, unknown>>;

function asMessage(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

function asError(error: unknown): RpcError {
  const { code, message, data } = typeof error === 'object' && error !== null ? (error as Message) : {};
  return {
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : JSON.stringify(error),
    ...(data === undefined ? {} : { data }),
  };
}
