import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { runInHost } from '../../../scripts/vscode/hostRunner.mjs';
import { type HostRequests, portVariable } from './hostRequests.ts';

export interface ControlledHostOptions {
  /** Absolute folder of the extension under development. */
  readonly extension: string;
  readonly beside?: readonly string[];
  /** The built test/bench/monitor/inHost.ts. */
  readonly module: string;
  readonly workspace: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a bench does in a workbench, and in its extension host. */
export interface ControlledHost {
  readonly page: Page;
  ask<M extends keyof HostRequests>(method: M, params: HostRequests[M]['params']): Promise<HostRequests[M]['result']>;
  /** Runs a command to its end; resolves with the time at which it was given. */
  command(id: string, ...args: readonly unknown[]): Promise<number>;
}

/**
 * VS Code's own git would work in the same extension host, and on the same files, and its search for ports looks at all processes
 * there every two seconds: what is measured is ours.
 */
const settings = { 'git.enabled': false, 'remote.autoForwardPorts': false };
/** Room for some fifty rows. */
const viewport = { width: 1440, height: 1200 };

/** Opens a workbench on a folder, lets `use` work in it, and ends it. */
export async function inControlledHost<T>(
  { module, env = {}, beside = [], ...where }: ControlledHostOptions,
  use: (host: ControlledHost) => Promise<T>,
): Promise<T> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  let page: Page | undefined;
  const hostRun = runInHost({
    ...where,
    ...{ beside, settings, tests: module },
    env: { ...env, [portVariable]: String(portOf(server)) },
    onPage: (opened) => {
      page = opened;
      // A failure to set it shows when the page opens.
      opened.setViewportSize(viewport).catch(() => undefined);
    },
  });
  const ended: Promise<never> = hostRun.then(({ code, lines }) => {
    throw new Error(`the host ended with code ${code}: ${lines.at(-1)}`);
  });
  // It also ends as it should, when nobody waits for it any more.
  ended.catch(() => undefined);
  try {
    const [socket] = (await Promise.race([once(server, 'connection'), ended])) as [Socket];
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    connection.listen();
    if (page === undefined) throw new Error('the workbench has no page');
    const host = controlled(connection, page);
    try {
      return await Promise.race([use(host), ended]);
    } finally {
      await Promise.race([host.ask('end', null), ended]).catch(() => undefined);
      await hostRun;
    }
  } finally {
    server.close();
  }
}

function controlled(connection: MessageConnection, page: Page): ControlledHost {
  const ask: ControlledHost['ask'] = (method, params) => connection.sendRequest(method, params);
  return { page, ask, command: async (id, ...args) => (await ask('command', { id, args })).at };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
