import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { RecordedEvent } from '../model/event.ts';
import type { ModelEnd, ModelNews, ModelRequest } from '../model/modelAsk.ts';
import { err, ok, type Result } from '../model/result.ts';
import {
  brokenNotification,
  type Changed,
  changedNotification,
  eventNotification,
  protocolVersion,
  type Refusal,
  type RunnerMethod,
  type RunnerParams,
  runnerRequests,
} from '../protocol/runner.ts';
import type { Api } from './api.ts';
import { AttentiveTime } from './attentiveTime.ts';
import { gatheredWrites } from './gatheredWrites.ts';
import { ModelAsks } from './modelAsks.ts';
import type { ModelWindow, ModelWindows } from './modelWindows.ts';
import { Refused } from './refusal.ts';

/** One client: its handshake, its requests, and the events it is told of. */
export class Connection implements ModelWindow {
  readonly #connection: MessageConnection;
  readonly #api: Api;
  readonly #token: string;
  readonly #build: string;
  readonly #windows: ModelWindows;
  readonly #asks: ModelAsks;
  readonly #attentive = new AttentiveTime();
  #isGreeted = false;

  constructor(
    socket: Socket,
    options: {
      readonly api: Api;
      readonly token: string;
      readonly build: string;
      readonly windows: ModelWindows;
    },
  ) {
    this.#windows = options.windows;
    this.#api = options.api;
    this.#token = options.token;
    this.#build = options.build;
    const writer = new StreamMessageWriter(gatheredWrites(socket));
    this.#connection = createMessageConnection(new StreamMessageReader(socket), writer);
    // A client that goes away in the middle of a message is no error of the runner.
    this.#connection.onError(() => undefined);
    this.#connection.onRequest((method, params) => this.#reply(method, params));
    this.#asks = new ModelAsks(this.#connection);
    socket.once('close', () => {
      this.#windows.leave(this);
      this.#asks.close();
    });
    this.#connection.listen();
  }

  tell(run: string, recorded: RecordedEvent): void {
    if (this.#isGreeted)
      void this.#connection.sendNotification(eventNotification, { run, recorded }).catch(() => undefined);
  }

  tellBroken(run: string, why: string): void {
    if (this.#isGreeted)
      void this.#connection.sendNotification(brokenNotification, { run, why }).catch(() => undefined);
  }

  tellChanged(what: Changed): void {
    if (this.#isGreeted) void this.#connection.sendNotification(changedNotification, { what }).catch(() => undefined);
  }

  ask(request: ModelRequest, tell: (news: ModelNews) => void, signal: AbortSignal): Promise<ModelEnd | 'gone'> {
    return this.#asks.ask(request, tell, signal);
  }

  async #reply(method: string, params: unknown): Promise<Result<unknown, Refusal>> {
    if (!Object.hasOwn(runnerRequests, method)) {
      return err({
        code: 'unknown-method',
        message: `This runner (${this.#build}) knows no request ${method}. Update it.`,
      });
    }
    const known = method as RunnerMethod;
    const parsed = runnerRequests[known].params.safeParse(params ?? {});
    if (!parsed.success) return err({ code: 'bad-request', message: `${method}: ${parsed.error.message}` });
    try {
      return await this.#handle(known, parsed.data);
    } catch (error) {
      if (error instanceof Refused) return err(error.refusal);
      console.error(`${method}:`, error);
      const message = `The runner could not do this: ${error instanceof Error ? error.message : String(error)}`;
      return err({ code: 'internal', message });
    }
  }

  async #handle(method: RunnerMethod, params: unknown): Promise<Result<unknown, Refusal>> {
    if (method === 'hello') return this.#greet(params as RunnerParams<'hello'>);
    if (!this.#isGreeted) return err({ code: 'no-hello', message: 'Say hello with the token of runner.json first.' });
    if (method === 'offerModels') {
      this.#windows.offer(this, params as RunnerParams<'offerModels'>);
      return ok({});
    }
    if (method === 'attended') this.#attentive.take((params as RunnerParams<'attended'>).seconds);
    const handle = this.#api[method] as (params: unknown) => Promise<unknown>;
    return ok(await handle(params));
  }

  #greet({ token }: RunnerParams<'hello'>): Result<unknown, Refusal> {
    if (!sameText(token, this.#token)) {
      return err({ code: 'wrong-token', message: 'The token is not the one of runner.json. Connect anew.' });
    }
    this.#isGreeted = true;
    return ok({ protocol: protocolVersion, build: this.#build, pid: process.pid });
  }
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
