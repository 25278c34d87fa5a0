import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk';

/** What an agent calls the news of a session. */
const news = 'session/update';

/**
 * Lines of an agent as the stream of messages that the SDK reads, and the other way round. The news of a session are handed
 * over here, in their order with the answers: the SDK tells them late, and drops those of a kind that it does not know.
 */
export class AcpStream implements Stream {
  readonly readable: ReadableStream<AnyMessage>;
  readonly writable: WritableStream<AnyMessage>;
  #into: ReadableStreamDefaultController<AnyMessage> | undefined;

  readonly #onNews: (params: unknown) => void;
  #newsAt = 0;

  constructor(write: (text: string) => void, onNews: (params: unknown) => void = () => undefined) {
    this.#onNews = onNews;
    this.readable = new ReadableStream<AnyMessage>({
      start: (into) => {
        this.#into = into;
      },
      cancel: () => {
        this.#into = undefined;
      },
    });
    this.writable = new WritableStream<AnyMessage>({ write: (message) => write(`${JSON.stringify(message)}\n`) });
  }

  /** Takes a line in. False: it is no message of the protocol, and nobody answers it. */
  take(line: string): boolean {
    const message = asMessage(line);
    if (message === undefined) return false;
    if ('method' in message && message.method === news) {
      this.#newsAt = Date.now();
      this.#onNews('params' in message ? message.params : undefined);
    } else this.#into?.enqueue(message);
    return true;
  }

  /** Resolves once there were no news for so many milliseconds, after five seconds at the latest. */
  async quiet(milliseconds: number): Promise<void> {
    const since = Date.now();
    while (Date.now() - Math.max(since, this.#newsAt) < milliseconds && Date.now() - since < 5000) await sleep(50);
  }

  /** Nothing more comes: whoever waits for an answer hears that there is none. */
  close(): void {
    this.#into?.close();
    this.#into = undefined;
  }
}

function asMessage(line: string): AnyMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isMessage = (value: unknown): value is AnyMessage =>
  typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0';
