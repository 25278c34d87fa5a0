import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../server/languageServer.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const cli = resolve(import.meta.dirname, '../../../dist/cli.js');
const uri = 'file:///repo/.loops/x.loop.yaml';

let client: ServerClient | undefined;
const start = async (...args: readonly string[]): Promise<ServerClient> => {
  client = new ServerClient(cli, args);
  await client.initialize();
  return client;
};

afterEach(() => {
  if (client?.process.exitCode === null) client.process.kill('SIGKILL');
  client = undefined;
});

describe('loopwright lsp', () => {
  it.each([[['lsp']], [['-C', '.', 'lsp', '--stdio', '--clientProcessId', String(process.pid)]]])(
    'serves an editor with %j until it shuts down',
    async (args) => {
      const server = await start(...args);
      await server.open(uri, 'name: x\non: manuel\n');
      const { diagnostics } = await server.diagnosticsOf(uri, 1);
      expect(diagnostics.map(({ code }) => code)).toContain('LW108');
      const items = await server.connection.sendRequest<readonly { label: string }[]>('textDocument/completion', {
        textDocument: { uri },
        position: { line: 2, character: 0 },
      });
      expect(items.map(({ label }) => label)).toContain('roles');
      expect(await server.shutdown()).toBe(0);
    },
    60_000,
  );

  it('exits with 1 when it is sent away without a shutdown, or its input ends', async () => {
    const sentAway = await start('lsp', '--stdio');
    const gone = once(sentAway.process, 'exit');
    await sentAway.connection.sendNotification('exit');
    expect((await gone)[0]).toBe(1);
    const forgotten = await start('lsp', '--stdio');
    const ended = once(forgotten.process, 'exit');
    forgotten.process.stdin?.end();
    expect((await ended)[0]).toBe(1);
  }, 60_000);

  it('ends with the editor, however that ends', async () => {
    // What waits for the end of standard error waits for everyone who has it.
    const editor = spawn(process.execPath, ['-e', editorScript, cli], { stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(editor, 'close');
    await once(editor.stdout, 'data');
    editor.kill('SIGKILL');
    expect((await closed)[1]).toBe('SIGKILL');
  }, 60_000);

  it('says what it is to a person who starts it, on standard error alone', async () => {
    const typed = await call(new FakeRunner(), ['lsp']);
    expect(typed).toMatchObject({ exit: 0, out: '' });
    expect(typed.err).toContain('docs/editors.md');
    expect(await call(new FakeRunner(), ['lsp'], { input: '' })).toEqual({ exit: 0, out: '', err: '' });
    expect((await call(new FakeRunner(), ['lsp', '--socket', '1'], { input: '' })).exit).toBe(2);
  });
});

/** Starts the server as an editor does, says hello and tells when it was answered. */
const editorScript = `
const { spawn } = require('node:child_process');
const server = spawn(process.execPath, [process.argv[1], 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const hello = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
server.stdin.write('Content-Length: ' + hello.length + '\\r\\n\\r\\n' + hello);
server.stdout.once('data', () => console.log(server.pid));
setInterval(() => {}, 1000);
`;
