import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { bundlePackagedServer } from '../../../scripts/build/bundle.mjs';

/** Bundles the server as it is packaged, into a folder of its own. */
export async function bundledServer(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'loopwright-server-'));
  const file = join(folder, 'server.cjs');
  await bundlePackagedServer(file);
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface PublishedDiagnostics {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: number;
    readonly message: string;
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
  }[];
}

/** A client of a server in a process of its own, over standard input and output. */
export class ServerClient {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly published: PublishedDiagnostics[] = [];
  readonly #waiting = new Set<() => void>();

  /** `args`: what the file is started with. */
  constructor(file: string, args: readonly string[] = ['--stdio']) {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process = child;
    this.connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishedDiagnostics) => {
      this.published.push(params);
      for (const look of [...this.#waiting]) look();
    });
    this.connection.listen();
  }

  async initialize(
    client: { readonly capabilities?: object; readonly rootUri?: string } = {},
  ): Promise<{ readonly capabilities: Readonly<Record<string, unknown>> }> {
    const params = { processId: process.pid, rootUri: null, capabilities: {}, ...client };
    const result = await this.connection.sendRequest<{ capabilities: Record<string, unknown> }>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  async open(uri: string, text: string): Promise<void> {
    const textDocument = { uri, languageId: 'loop-yaml', version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the whole text. */
  async change(uri: string, version: number, text: string): Promise<void> {
    const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
    await this.connection.sendNotification('textDocument/didChange', params);
  }

  /** The diagnostics of a version, when they come. */
  async diagnosticsOf(uri: string, version: number): Promise<PublishedDiagnostics> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.published.find((each) => each.uri === uri && each.version === version);
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Shuts the server down as the protocol says; resolves with its exit code. */
  async shutdown(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await exited;
    this.connection.dispose();
    return code;
  }
}
