import { describe, expect, it } from 'vitest';
import { AcpConnection } from '../../../src/agents/acp/connection.ts';

function connected() {
  const written: unknown[] = [];
  const heard: unknown[] = [];
  const agent = new AcpConnection((text) => written.push(JSON.parse(text)), {
    news: (params) => heard.push(params),
    asked: ({ options }) => ({ outcome: { outcome: 'selected', optionId: options[0]?.optionId } }),
    noise: (line) => heard.push(line),
  });
  const take = (message: object) => agent.take(JSON.stringify({ jsonrpc: '2.0', ...message }));
  return { agent, take, written, heard };
}

describe('what is heard of an agent over its protocol', () => {
  it('are the news of its session, and no other', () => {
    const { take, heard } = connected();
    take({ method: 'session/update', params: { sessionId: 's' } });
    take({ method: 'session/other', params: 1 });
    expect(heard).toEqual([{ sessionId: 's' }]);
  });

  it('is the reason of an error, which stands in its data', async () => {
    const { agent, take } = connected();
    const asked = agent.request('session/prompt', {});
    take({ id: 1, error: { code: -32_603, message: 'Internal error', data: { details: 'upstream answered 503' } } });
    await expect(asked).rejects.toThrow('Internal error {"details":"upstream answered 503"}');
  });

  it('is that nothing comes any more', async () => {
    const { agent } = connected();
    const asked = agent.request('session/prompt', {});
    agent.close();
    await expect(asked).rejects.toThrow('it ended its side of the conversation');
  });
});

describe('what an agent is answered', () => {
  it('is leave, where it asks for it as the protocol says', () => {
    const { take, written } = connected();
    const options = [{ optionId: 'yes', kind: 'allow_once' }];
    const params = { sessionId: 's', toolCall: { toolCallId: 't' }, options };
    take({ id: 'a', method: 'session/request_permission', params });
    expect(written).toEqual([
      { jsonrpc: '2.0', id: 'a', result: { outcome: { outcome: 'selected', optionId: 'yes' } } },
    ]);
  });

  it('is an error, where its request has another form, or is for what was never offered', () => {
    const { take, written } = connected();
    take({ id: 7, method: 'session/request_permission', params: { sessionId: 's' } });
    take({ id: 8, method: 'fs/read_text_file', params: { path: '/etc/passwd' } });
    expect(written).toMatchObject([
      { id: 7, error: { code: -32_602 } },
      { id: 8, error: { code: -32_601 } },
    ]);
  });
});
