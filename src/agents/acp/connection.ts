import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../../model/result.ts';
import { LineRpc, type RpcError } from '../adapting/lineRpc.ts';
import { type AcpPermissionRequest, permissionRequest } from './messages.ts';

export interface AcpListener {
  /** The parameters of `session/update`, in their order with the answers. */
  news(params: unknown): void;
  /** Asked for leave: what it is answered. */
  asked(request: AcpPermissionRequest): object;
  /** A line that is no message, or an answer that nobody waits for. */
  noise(line: string): void;
}

const silent: AcpListener = {
  news: () => undefined,
  asked: () => ({ outcome: { outcome: 'cancelled' } }),
  noise: () => undefined,
};

/** The lines of an agent as requests and answers of the Agent Client Protocol (version 1), and as news of its session. */
export class AcpConnection {
  readonly #rpc: LineRpc;
  readonly #listener: AcpListener;
  #newsAt = 0;

  constructor(write: (text: string) => void, listener: AcpListener = silent) {
    this.#listener = listener;
    this.#rpc = new LineRpc(write, {
      notified: (method, params) => this.#hear(method, params),
      asked: (method, params) => this.#answer(method, params),
      noise: (line) => listener.noise(line),
    });
  }

  take(line: string): void {
    this.#rpc.take(line);
  }

  /** Rejects with the words of the agent where it answers with an error, and with others where it never answers. */
  async request(method: string, params: object): Promise<unknown> {
    const answer = await this.#rpc.request(method, params);
    if (answer.ok) return answer.value;
    throw new Error(wordsOf(answer.error));
  }

  notify(method: string, params: object): void {
    this.#rpc.notify(method, params);
  }

  /** Resolves once there were no news for so many milliseconds, after five seconds at the latest. */
  async quiet(milliseconds: number): Promise<void> {
    const since = Date.now();
    while (Date.now() - Math.max(since, this.#newsAt) < milliseconds && Date.now() - since < 5000) await sleep(50);
  }

  /** Nothing more comes: whoever waits for an answer hears that there is none. */
  close(): void {
    this.#rpc.close('it ended its side of the conversation');
  }

  #hear(method: string, params: unknown): void {
    if (method !== 'session/update') return;
    this.#newsAt = Date.now();
    this.#listener.news(params);
  }

  /** No file and no terminal of ours was offered, so that leave is all that it may ask for. */
  #answer(method: string, params: unknown): Result<unknown, { readonly code: number; readonly message: string }> {
    if (method !== 'session/request_permission') return err({ code: -32_601, message: `there is no ${method} here` });
    const request = permissionRequest.safeParse(params);
    if (!request.success) return err({ code: -32_602, message: `that is no request of ${method}` });
    return ok(this.#listener.asked(request.data));
  }
}

/** An error of the protocol often has its reason in `data`. */
const wordsOf = ({ message, data }: RpcError): string =>
  data === undefined ? message : `${message} ${JSON.stringify(data)}`;
