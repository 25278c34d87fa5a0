import {
  type Asked,
  type Dialect,
  type Loose,
  list,
  loose,
  type OfferedTool,
  type Reply,
  textIn,
  textOf,
} from './dialect.ts';
import type { Usage } from './usage.ts';

const usageOf = ({ input, cacheRead, output }: Usage) => ({
  input_tokens: input + cacheRead,
  input_tokens_details: { cached_tokens: cacheRead },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: input + cacheRead + output,
});

function itemOf(reply: Reply, id: string): Loose {
  if ('text' in reply) {
    const content = [{ type: 'output_text', text: reply.text, annotations: [] }];
    return { type: 'message', id: `msg_${id}`, role: 'assistant', status: 'completed', content };
  }
  const { name, namespace } = reply.tool;
  if (reply.tool.finds) {
    const call = { call_id: `call_${id}`, status: 'completed', execution: 'client', arguments: reply.input };
    return { type: 'tool_search_call', id: `tsc_${id}`, ...call };
  }
  const common = { call_id: `call_${id}`, name, status: 'completed', ...(namespace ? { namespace } : {}) };
  return reply.tool.freeForm
    ? { type: 'custom_tool_call', id: `ctc_${id}`, ...common, input: reply.freeFormText ?? '' }
    : { type: 'function_call', id: `fc_${id}`, ...common, arguments: JSON.stringify(reply.input) };
}

/** Whether an item of the conversation is the model's. */
const isAnswer = (item: Loose) =>
  item['role'] === 'assistant' || item['type'] === 'function_call' || item['type'] === 'custom_tool_call';

/** Arguments of a search, which codex repeats as an object, and other calls as JSON. */
const queryOf = (given: unknown) => textIn(loose(typeof given === 'string' ? JSON.parse(given) : given)['query']);

function toolsOf(tools: readonly Loose[], namespace?: string): readonly OfferedTool[] {
  return tools.flatMap((tool) => {
    if (tool['type'] === 'namespace') return toolsOf(list(tool['tools']), textIn(tool['name']));
    const name = textIn(tool['name']) || textIn(tool['type']);
    const finds = tool['type'] === 'tool_search';
    return [{ name, finds, freeForm: tool['type'] === 'custom', ...(namespace ? { namespace } : {}) }];
  });
}

const baseOf = (asked: Asked, id: string) => ({
  id: `resp_${id}`,
  object: 'response',
  created_at: 1,
  model: asked.model,
  status: 'in_progress',
  output: [],
});

const completed = (reply: Reply, asked: Asked, id: string, usage: Usage) => ({
  ...baseOf(asked, id),
  status: 'completed',
  output: [itemOf(reply, id)],
  usage: usageOf(usage),
});

const sse = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const place = (item: Loose) => ({ item_id: item['id'], output_index: 0 });

/** What comes before the deltas of a text, and after them. */
function textFrames(item: Loose, text: string): readonly [string, string] {
  const at = { ...place(item), content_index: 0 };
  const part = { type: 'output_text', text: '', annotations: [] };
  return [
    sse('response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress', content: [] } }) +
      sse('response.content_part.added', { ...at, part }),
    sse('response.output_text.done', { ...at, text }) +
      sse('response.content_part.done', { ...at, part: { ...part, text } }),
  ];
}

function callFrames(item: Loose): string {
  const takesJson = item['type'] === 'function_call';
  const added = { ...item, status: 'in_progress', ...(takesJson ? { arguments: '' } : { input: '' }) };
  const what = takesJson ? 'function_call_arguments' : 'custom_tool_call_input';
  const value = textIn(takesJson ? item['arguments'] : item['input']);
  return (
    sse('response.output_item.added', { output_index: 0, item: added }) +
    sse(`response.${what}.delta`, { ...place(item), delta: value }) +
    sse(`response.${what}.done`, { ...place(item), ...(takesJson ? { arguments: value } : { input: value }) })
  );
}

/** OpenAI's Responses API, as codex speaks it. */
export const responses: Dialect = {
  api: 'responses',
  cachesWrites: false,
  isCall: (path) => path.endsWith('/responses'),
  // Its list of models is asked for at /models too; the dialect of chats answers that.
  aside: () => undefined,
  read(body) {
    const input = list(body['input']);
    const users = input.filter((item) => item['role'] === 'user');
    const of = (type: string) => input.filter((item) => item['type'] === type);
    const extra = [...of('additional_tools'), ...of('tool_search_output')].flatMap((item) => list(item['tools']));
    return {
      model: textIn(body['model']),
      streams: body['stream'] === true,
      position: input.filter((item, index) => isAnswer(item) && !isAnswer(input[index - 1] ?? {})).length,
      userTexts: users.map((item) => textOf(item['content'])),
      toolResults: input
        .filter((item) => textIn(item['type']).endsWith('_output'))
        .map((item) => textOf(item['output'])),
      tools: toolsOf([...list(body['tools']), ...extra]),
      searched: of('tool_search_call').map((item) => queryOf(item['arguments'])),
    };
  },
  error: (status) => ({
    error: {
      message: `scripted ${status}`,
      type: status === 429 ? 'rate_limit_exceeded' : status === 401 ? 'invalid_request_error' : 'server_error',
      code: status === 429 ? 'rate_limit_exceeded' : status === 401 ? 'invalid_api_key' : null,
    },
  }),
  whole: completed,
  spoken(reply, asked, id, usage) {
    const item = itemOf(reply, id);
    const [opening, closing] = 'text' in reply ? textFrames(item, reply.text) : [callFrames(item), ''];
    return {
      before: sse('response.created', { response: baseOf(asked, id) }) + opening,
      delta: (text) => sse('response.output_text.delta', { ...place(item), content_index: 0, delta: text }),
      after:
        closing +
        sse('response.output_item.done', { output_index: 0, item }) +
        sse('response.completed', { response: completed(reply, asked, id, usage) }),
    };
  },
};
