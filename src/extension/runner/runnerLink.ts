import type { RecordedEvent } from '../../model/event.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Changed, Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';

/** Opens a connection; `start` says whether a runner is started where none runs. Must not throw or reject. */
export type Connect = (start: boolean, signal: AbortSignal) => Promise<Result<RunnerClient, Refusal>>;

const restricted: Refusal = {
  code: 'restricted',
  message: 'This folder is in Restricted Mode, where Loopwright runs nothing. Trust the folder first.',
};

/**
 * The one connection of this window to the repository's runner: made when it is first needed, shared by all, made anew
 * after it was lost. Where nothing may run (Restricted Mode) it never connects.
 */
export class RunnerLink {
  readonly #connect: Connect;
  readonly #mayRun: () => boolean;
  readonly #events = new Listeners<[run: string, recorded: RecordedEvent]>();
  readonly #changes = new Listeners<[what: Changed]>();
  readonly #opened = new Listeners<[client: RunnerClient]>();
  readonly #closed = new Listeners<[]>();
  readonly #end = new AbortController();
  #client: RunnerClient | undefined;
  #connecting: { readonly start: boolean; readonly result: Promise<Result<RunnerClient, Refusal>> } | undefined;

  constructor(connect: Connect, mayRun: () => boolean) {
    this.#connect = connect;
    this.#mayRun = mayRun;
  }

  /** Every event from now on, whatever connection it comes over. */
  onEvent(listener: (run: string, recorded: RecordedEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  /** What may be asked for again, whatever connection it comes over. */
  onChanged(listener: (what: Changed) => void): Unsubscribe {
    return this.#changes.add(listener);
  }

  /** Called after each new connection. */
  onOpen(listener: (client: RunnerClient) => void): Unsubscribe {
    return this.#opened.add(listener);
  }

  /** Called when a connection was lost; not when it was given up by `close`. */
  onClose(listener: () => void): Unsubscribe {
    return this.#closed.add(listener);
  }

  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** The connection; `start` starts a runner where none runs. Two callers get the same. */
  async open(start: boolean): Promise<Result<RunnerClient, Refusal>> {
    for (;;) {
      if (!this.#mayRun()) return err(restricted);
      if (this.#client !== undefined) return ok(this.#client);
      const pending = this.#connecting;
      if (pending === undefined) break;
      const result = await pending.result;
      // Who may start a runner does not settle for the answer to who may not.
      if (result.ok || pending.start || !start) return result;
    }
    const result = this.#connectNow(start);
    this.#connecting = { start, result };
    return result;
  }

  /** One request over the shared connection, which is opened first (and a runner started) where there is none. */
  async request<M extends RunnerMethod>(
    method: M,
    params: RunnerParams<M>,
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>> {
    const client = await this.open(true);
    return client.ok ? client.value.request(method, params, signal) : client;
  }

  /** Gives the connection up. The next request opens a new one. */
  close(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.close();
  }

  dispose(): void {
    this.#end.abort();
    this.close();
  }

  async #connectNow(start: boolean): Promise<Result<RunnerClient, Refusal>> {
    const result = await this.#connect(start, this.#end.signal);
    this.#connecting = undefined;
    if (!result.ok) return result;
    const client = result.value;
    if (this.#end.signal.aborted) {
      client.close();
      return err({ code: 'disconnected', message: 'This window is closing.' });
    }
    this.#client = client;
    client.onEvent((run, recorded) => this.#events.tell(run, recorded));
    client.onChanged((what) => this.#changes.tell(what));
    client.onClose(() => this.#lost(client));
    this.#opened.tell(client);
    return result;
  }

  #lost(client: RunnerClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#closed.tell();
  }
}
