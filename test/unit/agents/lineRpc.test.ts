import { describe, expect, it } from 'vitest';
import { LineRpc } from '../../../src/agents/adapting/lineRpc.ts';
import { err, ok } from '../../../src/model/result.ts';

function rpc(options?: { version?: boolean }) {
  const written: string[] = [];
  const noise: string[] = [];
  const told: unknown[] = [];
  const line = new LineRpc(
    (text) => written.push(text),
    {
      notified: (method, params) => told.push([method, params]),
      asked: (method) => (method === 'yes' ? ok({ fine: true }) : err({ code: -32601, message: 'no' })),
      noise: (text) => noise.push(text),
    },
    options,
  );
  return { line, written, noise, told };
}

describe('JSON-RPC over lines', () => {
  it('gives each request its own answer, in whatever order they come', async () => {
    const { line, written } = rpc();
    const both = [line.request('a', 1), line.request('b', 2)];
    line.take('{"id":2,"result":"B"}');
    line.take('{"id":1,"error":{"code":-1,"message":"A"}}');
    expect(await Promise.all(both)).toEqual([err({ code: -1, message: 'A' }), ok('B')]);
    expect(written[0]).toBe('{"jsonrpc":"2.0","id":1,"method":"a","params":1}\n');
    expect(rpc({ version: false }).line.notify('x')).toBeUndefined();
  });

  it('leaves the version out for whom it is not wanted', () => {
    const { line, written } = rpc({ version: false });
    line.notify('hello');
    expect(written).toEqual(['{"method":"hello"}\n']);
  });

  it('answers what it is asked and hands on what it is told', () => {
    const { line, written, told } = rpc({ version: false });
    line.take('{"id":"q","method":"yes"}');
    line.take('{"id":0,"method":"what"}');
    line.take('{"method":"news","params":[1]}');
    expect(written).toEqual([
      '{"id":"q","result":{"fine":true}}\n',
      '{"id":0,"error":{"code":-32601,"message":"no"}}\n',
    ]);
    expect(told).toEqual([['news', [1]]]);
  });

  it('calls noise what is no message, and answers that nobody waits for', () => {
    const { line, noise } = rpc();
    for (const text of ['', '  ', 'x', '{"id":1', '7', 'null', '[]', '{"id":5,"result":1}', '{}']) line.take(text);
    expect(noise).toEqual(['x', '{"id":1', '7', 'null', '[]', '{"id":5,"result":1}', '{}']);
  });

  it('ends every request, those after its end too', async () => {
    const { line, written } = rpc();
    const waiting = line.request('a', {});
    line.close('gone');
    expect(await waiting).toEqual(err({ code: undefined, message: 'gone' }));
    expect(await line.request('b', {})).toEqual(err({ code: undefined, message: 'gone' }));
    line.take('{"id":1,"result":1}');
    expect(written).toHaveLength(1);
  });
});
