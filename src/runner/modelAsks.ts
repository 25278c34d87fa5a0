import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import { type ModelEnd, type ModelNews, type ModelRequest, modelEndSchema, notAnswered } from '../model/modelAsk.ts';
import { askModelMethod, modelNewsNotification, modelNewsNotificationSchema } from '../protocol/models.ts';

/** What is asked over one connection, by the name of the question. All that comes back is checked. */
export class ModelAsks {
  readonly #connection: Pick<MessageConnection, 'sendRequest'>;
  readonly #hearing = new Map<string, (news: ModelNews) => void>();
  readonly #gone: Promise<'gone'>;
  #close: () => void = () => undefined;

  constructor(connection: Pick<MessageConnection, 'sendRequest' | 'onNotification'>) {
    this.#connection = connection;
    this.#gone = new Promise((resolve) => {
      this.#close = () => resolve('gone');
    });
    connection.onNotification(modelNewsNotification, (sent: unknown) => {
      const parsed = modelNewsNotificationSchema.safeParse(sent);
      if (parsed.success) this.#hearing.get(parsed.data.id)?.(parsed.data.news);
    });
  }

  /** The connection is gone. */
  close(): void {
    this.#close();
  }

  async ask(request: ModelRequest, tell: (news: ModelNews) => void, signal: AbortSignal): Promise<ModelEnd | 'gone'> {
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#hearing.set(request.id, tell);
    try {
      const sent = this.#connection.sendRequest(askModelMethod, request, cancellation.token);
      // Whoever is to stop and does not is waited for no longer.
      return await Promise.race([sent.then(endOf, broken), this.#gone, stopped(signal)]);
    } finally {
      this.#hearing.delete(request.id);
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }
}

function endOf(sent: unknown): ModelEnd {
  const parsed = modelEndSchema.safeParse(sent);
  return parsed.success
    ? parsed.data
    : notAnswered(
        'failed',
        'The window of VS Code gave an answer that nobody can read. Reload it to update Loopwright.',
      );
}

const broken = (error: unknown): ModelEnd =>
  notAnswered(
    'failed',
    `The window of VS Code could not ask: ${error instanceof Error ? error.message : String(error)}`,
  );

const stopped = (signal: AbortSignal): Promise<ModelEnd> =>
  new Promise((resolve) => {
    const end = () => resolve(notAnswered('failed', 'It was stopped.'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
