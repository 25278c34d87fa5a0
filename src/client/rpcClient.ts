import type { Socket } from 'node:net';
import {
  CancellationTokenSource,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { RecordedEvent } from '../model/event.ts';
import { err, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { AnswerModelAsk } from '../protocol/models.ts';
import {
  brokenNotification,
  brokenNotificationSchema,
  type Changed,
  changedNotification,
  changedNotificationSchema,
  eventNotification,
  eventNotificationSchema,
  type Refusal,
  type RunnerMethod,
  type RunnerParams,
  type RunnerReply,
} from '../protocol/runner.ts';
import { answerModelAsks } from './modelAsks.ts';
import { parsedReply } from './parsedReply.ts';

const disconnected: Refusal = {
  code: 'disconnected',
  message: 'The connection to the runner is gone. Try again: a new runner starts and takes over its runs.',
};

/** Speaks the runner's protocol over a connected socket. */
export class RpcClient implements RunnerClient {
  readonly #connection;
  readonly #listeners = new Set<(run: string, recorded: RecordedEvent) => void>();
  readonly #brokenListeners = new Set<(run: string, why: string) => void>();
  readonly #changedListeners = new Set<(what: Changed) => void>();
  readonly #closeListeners = new Set<() => void>();
  readonly #gone: Promise<Result<never, Refusal>>;
  #closed = false;

  constructor(socket: Socket) {
    this.#gone = new Promise((resolve) => this.#closeListeners.add(() => resolve(err(disconnected))));
    this.#connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    this.#connection.onNotification(eventNotification, (sent: unknown) => {
      const { run, recorded } = eventNotificationSchema.parse(sent);
      for (const listener of this.#listeners) listener(run, recorded);
    });
    this.#connection.onNotification(brokenNotification, (sent: unknown) => {
      const { run, why } = brokenNotificationSchema.parse(sent);
      for (const listener of this.#brokenListeners) listener(run, why);
    });
    this.#connection.onNotification(changedNotification, (sent: unknown) => {
      const { what } = changedNotificationSchema.parse(sent);
      for (const listener of this.#changedListeners) listener(what);
    });
    this.#connection.onClose(() => this.#ended());
    this.#connection.onError(() => this.#ended());
    this.#connection.listen();
  }

  async request<M extends RunnerMethod>(
    method: M,
    params: RunnerParams<M>,
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>> {
    if (this.#closed) return err(disconnected);
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const reply: unknown = await Promise.race([
        this.#connection.sendRequest(method, params, cancellation.token),
        this.#gone,
      ]);
      return await parsedReply(method, reply);
    } catch (error) {
      if (signal?.aborted) return err({ code: 'cancelled', message: 'Cancelled.' });
      if (this.#closed) return err(disconnected);
      return err({ code: 'internal', message: `The runner could not do this: ${String(error)}` });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  onEvent(listener: (run: string, recorded: RecordedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onBroken(listener: (run: string, why: string) => void): () => void {
    this.#brokenListeners.add(listener);
    return () => this.#brokenListeners.delete(listener);
  }

  onChanged(listener: (what: Changed) => void): () => void {
    this.#changedListeners.add(listener);
    return () => this.#changedListeners.delete(listener);
  }

  onModelAsk(answer: AnswerModelAsk): void {
    const gone = new AbortController();
    this.onClose(() => gone.abort());
    answerModelAsks(this.#connection, answer, gone.signal);
  }

  onClose(listener: () => void): () => void {
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  close(): void {
    this.#connection.end();
    this.#connection.dispose();
    this.#ended();
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#closeListeners) listener();
    this.#closeListeners.clear();
  }
}
