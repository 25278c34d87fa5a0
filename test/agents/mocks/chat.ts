import { type Asked, type Dialect, list, loose, type Reply, textIn, textOf } from './dialect.ts';
import type { Usage } from './usage.ts';

const usageOf = ({ input, cacheRead, output }: Usage) => ({
  prompt_tokens: input + cacheRead,
  completion_tokens: output,
  total_tokens: input + cacheRead + output,
  prompt_tokens_details: { cached_tokens: cacheRead },
  completion_tokens_details: { reasoning_tokens: 0 },
});

const finishOf = (reply: Reply) => ('text' in reply ? 'stop' : 'tool_calls');

const callsOf = (reply: Reply, id: string) =>
  'text' in reply
    ? []
    : [
        {
          index: 0,
          id: `call_${id}`,
          type: 'function',
          function: { name: reply.tool.name, arguments: JSON.stringify(reply.input) },
        },
      ];

const baseOf = (asked: Asked, id: string) => ({ id: `chatcmpl-${id}`, created: 1, model: asked.model });
const sse = (data: object) => `data: ${JSON.stringify(data)}\n\n`;

/** OpenAI's Chat Completions API, as compatible servers speak it. */
export const chat: Dialect = {
  api: 'chat',
  cachesWrites: false,
  isCall: (path) => path.endsWith('/chat/completions'),
  aside: (method, path) =>
    method === 'GET' && path.endsWith('/models')
      ? { object: 'list', data: [{ id: 'mock-model', object: 'model' }] }
      : undefined,
  read(body) {
    const messages = list(body['messages']);
    const of = (role: string) => messages.filter((message) => message['role'] === role);
    return {
      model: textIn(body['model']),
      streams: body['stream'] === true,
      position: of('assistant').length,
      userTexts: of('user').map((message) => textOf(message['content'])),
      toolResults: of('tool').map((message) => textOf(message['content'])),
      tools: list(body['tools']).map((tool) => ({ name: textIn(loose(tool['function'])['name']) })),
    };
  },
  error: (status) => ({
    error: {
      message: `scripted ${status}`,
      type: status === 429 ? 'rate_limit_exceeded' : 'error',
      code: status === 401 ? 'invalid_api_key' : null,
    },
  }),
  whole(reply, asked, id, usage) {
    const calls = callsOf(reply, id);
    const content = 'text' in reply ? reply.text : null;
    const message = { role: 'assistant', content, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
    const choices = [{ index: 0, message, finish_reason: finishOf(reply) }];
    return { ...baseOf(asked, id), object: 'chat.completion', choices, usage: usageOf(usage) };
  },
  spoken(reply, asked, id, usage) {
    const base = { ...baseOf(asked, id), object: 'chat.completion.chunk' };
    const chunk = (delta: object, finish: string | null = null) =>
      sse({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
    const calls = callsOf(reply, id);
    return {
      before: chunk({ role: 'assistant', content: '' }) + (calls.length > 0 ? chunk({ tool_calls: calls }) : ''),
      delta: (text) => chunk({ content: text }),
      after: `${chunk({}, finishOf(reply))}${sse({ ...base, choices: [], usage: usageOf(usage) })}data: [DONE]\n\n`,
    };
  },
};
