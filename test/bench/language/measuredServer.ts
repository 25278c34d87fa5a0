import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

/** Milliseconds that an answer may take. */
const patience = 30_000;

/** A language server in a process of its own, over standard input and output, and how long it takes. */
export class MeasuredServer {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  #published: () => void = () => undefined;
  #version = 1;

  private constructor(child: ChildProcess, connection: MessageConnection) {
    this.#process = child;
    this.#connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', () => this.#published());
    connection.onUnhandledNotification(() => undefined);
    connection.listen();
  }

  /** Starts one; the milliseconds until it has answered `initialize`. */
  static async start(argv: readonly string[]): Promise<{ readonly server: MeasuredServer; readonly ms: number }> {
    const startedAt = performance.now();
    const [program = '', ...args] = argv;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
    const server = new MeasuredServer(child, createMessageConnection(reader, writer));
    const capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
    await server.#ask('initialize', { processId: process.pid, rootUri: null, capabilities });
    const ms = performance.now() - startedAt;
    await server.#connection.sendNotification('initialized', {});
    return { server, ms };
  }

  /** Opens a document; resolves when its first diagnostics are there. */
  async open(uri: string, languageId: string, text: string): Promise<void> {
    const diagnostics = this.#nextDiagnostics();
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: this.#version, text },
    });
    await diagnostics;
  }

  /** Milliseconds from an edit to its diagnostics. */
  async edit(uri: string, text: string): Promise<number> {
    const diagnostics = this.#nextDiagnostics();
    const startedAt = performance.now();
    await this.#change(uri, text);
    await diagnostics;
    return performance.now() - startedAt;
  }

  /** Milliseconds from an edit to the completion asked for at once after it, and how many items there were. */
  async editAndComplete(
    uri: string,
    text: string,
    position: { readonly line: number; readonly character: number },
  ): Promise<{ readonly ms: number; readonly items: number }> {
    const diagnostics = this.#nextDiagnostics();
    const startedAt = performance.now();
    await this.#change(uri, text);
    const answer = await this.#ask('textDocument/completion', { textDocument: { uri }, position });
    const ms = performance.now() - startedAt;
    // The next round begins when nothing of this one is left to do.
    await diagnostics;
    return { ms, items: itemsOf(answer) };
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    await this.#ask('shutdown', undefined);
    await this.#connection.sendNotification('exit');
    await ended;
    this.#connection.dispose();
  }

  #change(uri: string, text: string): Promise<void> {
    this.#version += 1;
    const textDocument = { uri, version: this.#version };
    return this.#connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  }

  #nextDiagnostics(): Promise<void> {
    return inTime(
      new Promise((resolve) => {
        this.#published = resolve;
      }),
      'diagnostics',
    );
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    return inTime(this.#connection.sendRequest<unknown>(method, params), method);
  }
}

function itemsOf(answer: unknown): number {
  if (Array.isArray(answer)) return answer.length;
  return typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items)
    ? answer.items.length
    : 0;
}

function inTime<T>(answer: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} in ${patience / 1000} s`)), patience);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
