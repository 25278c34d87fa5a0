import { type Asked, type Dialect, type Loose, list, type Reply, textIn, textOf } from './dialect.ts';
import type { Usage } from './usage.ts';

const kinds: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

const blocksOf = (message: Loose): readonly Loose[] =>
  typeof message['content'] === 'string' ? [{ type: 'text', text: message['content'] }] : list(message['content']);

const sse = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

const usageOf = (usage: Usage) => ({
  input_tokens: usage.input,
  cache_creation_input_tokens: usage.cacheWrite,
  cache_read_input_tokens: usage.cacheRead,
  output_tokens: usage.output,
});

const blockOf = (reply: Reply, id: string) =>
  'text' in reply
    ? { type: 'text', text: reply.text }
    : { type: 'tool_use', id: `toolu_${id}`, name: reply.tool.name, input: reply.input };

const stopOf = (reply: Reply) => ('text' in reply ? 'end_turn' : 'tool_use');

function messageOf(reply: Reply, asked: Asked, id: string, usage: Usage) {
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: asked.model,
    content: [blockOf(reply, id)],
    stop_reason: stopOf(reply),
    stop_sequence: null,
    usage: usageOf(usage),
  };
}

/** Anthropic's Messages API: https://docs.anthropic.com/en/api/messages-streaming */
export const anthropic: Dialect = {
  api: 'anthropic',
  cachesWrites: true,
  isCall: (path) => path.endsWith('/messages'),
  aside(method, path) {
    if (path.endsWith('/count_tokens')) return { input_tokens: 1000 };
    if (method === 'GET' && path.includes('/models'))
      return { data: [], has_more: false, first_id: null, last_id: null };
    return undefined;
  },
  read(body) {
    const messages = list(body['messages']);
    const users = messages.filter((message) => message['role'] === 'user').flatMap(blocksOf);
    return {
      model: textIn(body['model']),
      streams: body['stream'] === true,
      position: messages.filter((message) => message['role'] === 'assistant').length,
      userTexts: users.filter((block) => block['type'] === 'text').map((block) => textIn(block['text'])),
      toolResults: users.filter((block) => block['type'] === 'tool_result').map((block) => textOf(block['content'])),
      tools: list(body['tools']).map((tool) => ({ name: textIn(tool['name']) })),
    };
  },
  error: (status) => ({
    type: 'error',
    error: { type: kinds[status] ?? 'api_error', message: `scripted ${status}` },
    request_id: 'req_mock',
  }),
  whole: messageOf,
  spoken(reply, asked, id, usage) {
    const message = { ...messageOf(reply, asked, id, { ...usage, output: 1 }), content: [], stop_reason: null };
    const block = 'text' in reply ? { type: 'text', text: '' } : { ...blockOf(reply, id), input: {} };
    const delta = (part: object) => sse('content_block_delta', { index: 0, delta: part });
    const json = 'text' in reply ? '' : JSON.stringify(reply.input);
    const half = Math.ceil(json.length / 2);
    const inputs = [json.slice(0, half), json.slice(half)].filter(Boolean);
    return {
      before:
        sse('message_start', { message }) +
        sse('content_block_start', { index: 0, content_block: block }) +
        inputs.map((part) => delta({ type: 'input_json_delta', partial_json: part })).join(''),
      delta: (text) => delta({ type: 'text_delta', text }),
      after:
        sse('content_block_stop', { index: 0 }) +
        sse('message_delta', {
          delta: { stop_reason: stopOf(reply), stop_sequence: null },
          usage: { output_tokens: usage.output },
        }) +
        sse('message_stop', {}),
    };
  },
};
