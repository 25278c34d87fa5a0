import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Connection } from '../../../../src/server/connection/connection.ts';
import { Refusal } from '../../../../src/server/connection/refusal.ts';
import { type Transport, unreadable } from '../../../../src/server/connection/transport.ts';

/** A client in this process. */
class FakeTransport implements Transport {
  readonly sent: object[] = [];
  receive: (message: unknown) => void = () => {};
  end: () => void = () => {};

  send(message: object): void {
    this.sent.push(message);
  }

  listen(received: (message: unknown) => void, ended: () => void): void {
    this.receive = received;
    this.end = ended;
  }
}

function started() {
  const client = new FakeTransport();
  const connection = new Connection(client);
  const ended = { times: 0 };
  connection.listen(() => void ended.times++);
  return { client, connection, ended };
}

const asked = (id: number, method: string): object => ({ jsonrpc: '2.0', id, method, params: { query: '' } });

async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await turn();
}

describe('Connection', () => {
  it('answers with what a handler returns, null where that is nothing', async () => {
    const { client, connection } = started();
    connection.onRequest('workspace/symbol', async () => []);
    connection.onRequest('shutdown', () => null);
    client.receive(asked(1, 'workspace/symbol'));
    client.receive({ jsonrpc: '2.0', id: 'two', method: 'shutdown' });
    await turns(4);
    expect(client.sent).toEqual([
      { jsonrpc: '2.0', id: 1, result: [] },
      { jsonrpc: '2.0', id: 'two', result: null },
    ]);
  });

  it('handles what comes in the order it came in', async () => {
    const { client, connection } = started();
    const seen: string[] = [];
    connection.onNotification('initialized', () => void seen.push('told'));
    connection.onRequest('workspace/symbol', () => {
      seen.push('asked');
      return [];
    });
    client.receive({ method: 'initialized', params: {} });
    client.receive(asked(1, 'workspace/symbol'));
    client.receive({ method: 'initialized', params: {} });
    await turns(5);
    expect(seen).toEqual(['told', 'asked', 'told']);
  });

  it('refuses what nobody answers, and passes over what nobody wants to be told', async () => {
    const { client } = started();
    client.receive(asked(1, 'textDocument/hover'));
    client.receive({ method: '$/setTrace', params: { value: 'off' } });
    await turns(3);
    expect(client.sent).toEqual([
      { jsonrpc: '2.0', id: 1, error: { code: -32_601, message: 'Unhandled method textDocument/hover' } },
    ]);
  });

  it('answers an error with its code where it has one, and lives on', async () => {
    const { client, connection } = started();
    connection.onRequest('shutdown', () => {
      throw new Error('broken');
    });
    connection.onRequest('workspace/symbol', async () => {
      throw new Refusal('Taken.');
    });
    connection.onNotification('exit', () => {
      throw new Error('expected on standard error');
    });
    client.receive({ method: 'exit' });
    client.receive(asked(1, 'shutdown'));
    client.receive(asked(2, 'workspace/symbol'));
    await turns(5);
    expect(client.sent).toEqual([
      { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: 'broken' } },
      { jsonrpc: '2.0', id: 2, error: { code: -32_803, message: 'Taken.' } },
    ]);
  });

  it('does not work for an answer that is no longer wanted, and tells a handler that works', async () => {
    const { client, connection } = started();
    const states: boolean[] = [];
    let go = (): void => {};
    const released = new Promise<void>((resolve) => {
      go = resolve;
    });
    connection.onRequest('workspace/symbol', async (_, token) => {
      states.push(token.isCancellationRequested);
      await released;
      states.push(token.isCancellationRequested);
      return [];
    });
    client.receive(asked(1, 'workspace/symbol'));
    client.receive({ method: '$/cancelRequest', params: { id: 1 } });
    client.receive(asked(2, 'workspace/symbol'));
    await turns(3);
    expect(client.sent).toMatchObject([{ id: 1, error: { code: -32_800 } }]);
    client.receive({ method: '$/cancelRequest', params: { id: 2 } });
    client.receive({ method: '$/cancelRequest', params: { id: 99 } });
    go();
    await turns(3);
    expect(states).toEqual([false, true]);
    expect(client.sent).toHaveLength(2);
  });

  it.each([
    ['text that is no JSON', unreadable, -32_700],
    ['a number', 7, -32_600],
  ])('answers %s with an error that belongs to nothing', async (_, message, code) => {
    const { client } = started();
    client.receive(message);
    expect(client.sent).toMatchObject([{ id: null, error: { code } }]);
  });

  it('asks the client', async () => {
    const { client, connection } = started();
    const folders = connection.sendRequest('workspace/workspaceFolders', undefined);
    const watching = connection.sendRequest('client/registerCapability', { registrations: [] });
    const refused = expect(watching).rejects.toThrow('no');
    expect(client.sent).toMatchObject([{ id: 1, method: 'workspace/workspaceFolders' }, { id: 2 }]);
    client.receive({ id: 2, error: { code: -32_601, message: 'no' } });
    client.receive({ id: 1, result: [{ uri: 'file:///a', name: 'a' }] });
    client.receive({ id: 3, result: 'of nothing' });
    expect(await folders).toEqual([{ uri: 'file:///a', name: 'a' }]);
    await refused;
  });

  it('waits for no answer once the client is gone', async () => {
    const { client, connection, ended } = started();
    const folders = connection.sendRequest('workspace/workspaceFolders', undefined);
    const refused = expect(folders).rejects.toThrow('The client is gone.');
    client.end();
    await refused;
    expect(ended.times).toBe(1);
  });
});
