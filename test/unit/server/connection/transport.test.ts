import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import { argumentOf, transportOf } from '../../../../src/server/connection/transport.ts';
import { bundledServer } from '../languageServer.ts';

let server: Awaited<ReturnType<typeof bundledServer>>;
let child: ChildProcess | undefined;
let listener: Server | undefined;

beforeAll(async () => {
  server = await bundledServer();
}, 60_000);

afterEach(() => {
  if (child?.exitCode === null) child.kill('SIGKILL');
  listener?.close();
});

afterAll(() => server.remove());

/** Says hello, opens a file, and goes: what every transport must carry both ways. */
async function conversation(connection: MessageConnection, process: ChildProcess): Promise<void> {
  const told = new Promise((resolve) => connection.onNotification('textDocument/publishDiagnostics', resolve));
  connection.listen();
  const hello = await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  expect(hello).toMatchObject({ serverInfo: { name: 'loopwright' } });
  const textDocument = { uri: 'file:///repo/x.loop.yaml', languageId: 'loop-yaml', version: 1, text: 'name: größer\n' };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  expect(await told).toMatchObject({ uri: textDocument.uri, version: 1 });
  const exited = once(process, 'exit');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect((await exited)[0]).toBe(0);
  connection.dispose();
}

describe('the language server is spoken to', () => {
  it('over the channel of a forked process, with whose end it ends', async () => {
    child = fork(server.file, ['--node-ipc']);
    await conversation(createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child)), child);
    child = fork(server.file, ['--node-ipc']);
    const exited = once(child, 'exit');
    child.disconnect();
    expect((await exited)[0]).toBe(1);
  }, 60_000);

  it.each(['--socket', '--pipe'])(
    'over %s',
    async (argument) => {
      listener = createServer();
      const name = process.platform === 'win32' ? `\\\\.\\pipe\\loopwright-${process.pid}` : `${server.file}.sock`;
      listener.listen(argument === '--socket' ? { port: 0, host: '127.0.0.1' } : name);
      await once(listener, 'listening');
      const address = listener.address();
      const where = typeof address === 'string' ? address : address?.port;
      child = spawn(process.execPath, [server.file, `${argument}=${where}`], { stdio: 'ignore' });
      const [socket]: Socket[] = await once(listener, 'connection');
      if (socket === undefined) throw new Error('no connection');
      socket.on('error', () => {});
      await conversation(
        createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket)),
        child,
      );
    },
    60_000,
  );

  it('and says how when it is not told', async () => {
    expect(() => transportOf(['node', join('dist', 'server.js')])).toThrow('--stdio, --node-ipc');
  });

  it('and ends at bytes that are no messages', async () => {
    child = spawn(process.execPath, [server.file, '--stdio'], { stdio: ['pipe', 'ignore', 'pipe'] });
    const said = (async () => {
      let text = '';
      for await (const piece of child?.stderr ?? []) text += piece;
      return text;
    })();
    const exited = once(child, 'exit');
    child.stdin?.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await exited)[0]).toBe(1);
    expect(await said).toContain('Content-Length');
  }, 60_000);
});

it('arguments have their values behind = or next', () => {
  expect(argumentOf(['--pipe=a=b'], '--pipe')).toBe('a=b');
  expect(argumentOf(['--socket', '5'], '--socket')).toBe('5');
  expect(argumentOf(['--stdio'], '--socket')).toBeUndefined();
});
