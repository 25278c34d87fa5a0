import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Result } from '../../model/result.ts';
import { LineRpc, type RpcError } from '../adapting/lineRpc.ts';
import type { AgentEvent, AgentProcess, ProcessEnd, Turn, TurnOutcome } from '../port.ts';
import { answerTo } from './approvals.ts';
import { keyIn, threadParams, turnParams, type UserSettings } from './config.ts';
import { hiddenDenials } from './hidden.ts';
import { endedOutcome, failedOutcome, loggedOut, outcomeOfTurn } from './outcome.ts';
import type { StartedServer } from './startServer.ts';
import { CodexTurn } from './turn.ts';
import { projectInstructions, readFrom } from './worktree.ts';

/** Milliseconds that it may take to end a turn, and itself, before its processes are ended. */
const leavePatience = 1500;

const greeting = z.object({ userAgent: z.string().catch('') });
const started = z.object({
  thread: z.object({ id: z.string(), path: z.string().nullish().catch(undefined) }),
  model: z.string().optional().catch(undefined),
});
const begun = z.object({ turn: z.object({ id: z.string() }) });
const userConfig = z.object({
  config: z.looseObject({
    model_provider: z.string().nullish().catch(undefined),
    model_providers: z.record(z.string(), z.unknown()).nullish().catch(undefined),
    openai_base_url: z.string().nullish().catch(undefined),
    mcp_servers: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  }),
});
const account = z.object({ account: z.unknown().optional(), requiresOpenaiAuth: z.boolean() });

type Begun =
  | { readonly did: 'unsupported' }
  | { readonly did: 'not'; readonly outcome: TurnOutcome }
  | { readonly did: 'begin'; readonly turnId: string; readonly path: string | undefined; readonly from: number };

/**
 * One turn over `codex app-server`: JSON-RPC over lines, read off codex 0.169 (`codex app-server generate-ts`).
 * Undefined where this codex is too old for it, before anything was asked of a model.
 */
export async function runOverServer(
  turn: Turn,
  tell: (event: AgentEvent) => void,
  signal: AbortSignal,
  server: StartedServer,
): Promise<TurnOutcome | undefined> {
  return new ServerTurn(turn, tell, signal, server).run();
}

class ServerTurn {
  readonly #turn: Turn;
  readonly #tell: (event: AgentEvent) => void;
  readonly #signal: AbortSignal;
  readonly #process: AgentProcess;
  readonly #rpc: LineRpc;
  readonly #isDistrusted: boolean;
  /** Resolves when the turn is over, is given up, is aborted, or the process is gone. */
  readonly #settled: Promise<void>;
  #settle: () => void = () => undefined;
  #codex: CodexTurn | undefined;
  #thread: string | undefined;
  #turnId: string | undefined;
  #denied = 0;
  #processEnd: ProcessEnd | undefined;

  constructor(turn: Turn, tell: (event: AgentEvent) => void, signal: AbortSignal, server: StartedServer) {
    this.#turn = turn;
    this.#tell = tell;
    this.#signal = signal;
    this.#settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#isDistrusted = server.isDistrusted;
    this.#process = server.process;
    this.#rpc = new LineRpc(
      (text) => this.#process.write(text),
      {
        notified: (method, params) => this.#hear(method, params),
        asked: (method, params) => this.#answer(method, params),
        noise: (line) => tell({ type: 'noise', bytes: Buffer.byteLength(line), sample: line.slice(0, 200) }),
      },
      { version: false },
    );
    server.lines.giveTo((line) => this.#rpc.take(line));
  }

  async run(): Promise<TurnOutcome | undefined> {
    const stop = () => this.#stop();
    this.#signal.addEventListener('abort', stop, { once: true });
    if (this.#signal.aborted) stop();
    void this.#process.ended.then((end) => this.#gone(end));
    const begun = await this.#begin();
    if (begun.did === 'begin') await this.#settled;
    const isCut = this.#codex?.end === undefined;
    if (begun.did === 'begin' && isCut) await this.#interrupt(begun.turnId);
    await this.#leave();
    this.#signal.removeEventListener('abort', stop);
    if (begun.did === 'unsupported' && !this.#signal.aborted) return undefined;
    if (begun.did === 'begin') await this.#findHidden(begun);
    const isAborted = isCut && this.#signal.aborted;
    return begun.did === 'not' && !isAborted ? begun.outcome : this.#outcome(isAborted);
  }

  /** Before the turn began there is nothing to interrupt, and no answer worth waiting for. */
  #stop(): void {
    if (this.#turnId === undefined) this.#rpc.close('it was aborted');
    this.#settle();
  }

  #gone(end: ProcessEnd): void {
    this.#processEnd = end;
    this.#rpc.close('it ended');
    this.#settle();
  }

  async #begin(): Promise<Begun> {
    const hello = await this.#rpc.request('initialize', {
      clientInfo: { name: 'loopwright', title: 'Loopwright', version: '0' },
    });
    if (!hello.ok) return this.#notBegun(hello.error);
    this.#rpc.notify('initialized');
    const user = await this.#userSettings();
    if (!user.isLoggedIn && keyIn(this.#turn.env) === undefined) return { did: 'not', outcome: loggedOut };
    const thread = parsed(await this.#rpc.request(this.#threadMethod(), await this.#threadParams(user)), started);
    if (!thread.ok) return this.#notBegun(thread.error);
    const { id, path } = thread.value.thread;
    this.#thread = id;
    const version = /\/(\d+\.\d+\.\S+)/u.exec(greeting.safeParse(hello.value).data?.userAgent ?? '')?.[1];
    const { model } = thread.value;
    this.#tell({ type: 'session', id, ...(model === undefined ? {} : { model }), ...(version ? { version } : {}) });
    const from =
      path == null
        ? 0
        : await stat(path).then(
            ({ size }) => size,
            () => 0,
          );
    this.#codex = new CodexTurn(id, this.#turn.retries);
    const turn = parsed(await this.#rpc.request('turn/start', turnParams(this.#turn, id)), begun);
    if (!turn.ok) return this.#notBegun(turn.error);
    this.#turnId = turn.value.turn.id;
    return { did: 'begin', turnId: this.#turnId, path: path ?? undefined, from };
  }

  #threadMethod(): string {
    const mode = this.#turn.session?.mode;
    if (mode === undefined) return 'thread/start';
    return mode === 'fork' ? 'thread/fork' : 'thread/resume';
  }

  async #threadParams(user: UserSettings): Promise<unknown> {
    const project = this.#isDistrusted ? await projectInstructions(this.#turn.cwd) : undefined;
    if (project === undefined) return threadParams(this.#turn, user);
    const instructions = [this.#turn.instructions, `The project's AGENTS.md:\n\n${project}`];
    return threadParams({ ...this.#turn, instructions: instructions.filter(Boolean).join('\n\n') }, user);
  }

  async #userSettings(): Promise<UserSettings> {
    const [read, login] = await Promise.all([
      this.#rpc.request('config/read', { includeLayers: false, cwd: this.#turn.cwd }),
      this.#rpc.request('account/read', { refreshToken: false }),
    ]);
    const config = userConfig.safeParse(read.ok ? read.value : undefined).data?.config;
    const who = account.safeParse(login.ok ? login.value : undefined).data;
    const provider = config?.model_provider ?? undefined;
    return {
      isLoggedIn: who === undefined || who.account != null || !who.requiresOpenaiAuth,
      provider: provider !== undefined && config?.model_providers?.[provider] !== undefined ? provider : undefined,
      openaiUrl: config?.openai_base_url ?? undefined,
      servers: Object.keys(config?.mcp_servers ?? {}),
    };
  }

  async #notBegun(error: RpcError): Promise<Begun> {
    if (this.#signal.aborted) return { did: 'not', outcome: this.#outcome(true) };
    if (isUnknownMethod(error)) return { did: 'unsupported' };
    if (error.code !== undefined) return { did: 'not', outcome: failedOutcome(error.message) };
    const end = await this.#process.ended;
    return isUnknownCommand(end) ? { did: 'unsupported' } : { did: 'not', outcome: endedOutcome(end) };
  }

  #hear(method: string, params: unknown): void {
    for (const event of this.#codex?.take(method, params) ?? []) this.#tell(event);
    if (this.#codex?.end !== undefined || this.#codex?.giveUp !== undefined) this.#settle();
  }

  #answer(method: string, params: unknown) {
    const { cwd, readOnly, mcp } = this.#turn;
    const servers = mcp.map(({ name }) => name);
    const pathsOf = (item: string) => this.#codex?.pathsOf(item) ?? [];
    const { answer, denied } = answerTo(method, params, { cwd, readOnly, servers, pathsOf });
    if (denied !== undefined) this.#deny(denied);
    return answer;
  }

  #deny(what: string): void {
    this.#denied += 1;
    this.#tell({ type: 'denied', what });
  }

  /** The agent's own way to end a turn: it ends its tools and says that it did. */
  async #interrupt(turnId: string): Promise<void> {
    if (this.#processEnd !== undefined) return;
    const asked = this.#rpc.request('turn/interrupt', { threadId: this.#thread, turnId });
    await this.#within(asked);
  }

  /** It ends by itself when nothing more can be said to it; what it left behind is ended too. */
  async #leave(): Promise<void> {
    this.#process.closeInput();
    await this.#within(this.#process.ended);
    await this.#process.end();
    await this.#process.ended;
  }

  async #within(wait: Promise<unknown>): Promise<void> {
    const enough = new AbortController();
    await Promise.race([wait, sleep(leavePatience, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
  }

  async #findHidden({ turnId, path, from }: Extract<Begun, { did: 'begin' }>): Promise<void> {
    if (path === undefined || this.#codex === undefined) return;
    const denials = hiddenDenials(await readFrom(path, from), turnId, this.#codex.failedOutputs);
    for (const { command, output } of denials) {
      const last = output.trim().split('\n').at(-1) ?? '';
      this.#deny(`to run ${command.slice(0, 300)}: ${last.slice(0, 300)}`);
    }
  }

  #outcome(isAborted: boolean): TurnOutcome {
    return outcomeOfTurn({
      codex: this.#codex,
      isAborted,
      processEnd: this.#processEnd,
      session: this.#thread,
      denied: this.#denied,
      wantsJson: this.#turn.schema !== undefined,
      now: Date.now(),
    });
  }
}

function parsed<T>(answer: Result<unknown, RpcError>, schema: z.ZodType<T>): Result<T, RpcError> {
  if (!answer.ok) return answer;
  const value = schema.safeParse(answer.value);
  if (value.success) return { ok: true, value: value.data };
  return { ok: false, error: { code: -32600, message: 'codex answered in a form that is not known here; update it' } };
}

/** Codex before it had threads says "Invalid request" to what it does not know (measured with 0.50). */
const isUnknownMethod = ({ code, message }: RpcError): boolean =>
  code === -32601 || (code === -32600 && /^invalid request/iu.test(message));

const isUnknownCommand = ({ exitCode, stderr }: ProcessEnd): boolean =>
  exitCode === 2 && /unrecognized subcommand|unexpected argument/u.test(stderr);
