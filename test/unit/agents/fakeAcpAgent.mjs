// A small agent of the Agent Client Protocol that behaves as the prompt says: the first word names what it does.
import { writeFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { agent, ndJsonStream, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';

/**
 * @typedef {import('@agentclientprotocol/sdk').AgentContext} Client
 * @typedef {(client: Client, id: string, rest: string) => unknown} Act
 * @typedef {{ sessionId?: string, mcpServers?: unknown }} Place
 */

const [, , mode = ''] = process.argv;
/** @type {Map<string | undefined, { how: string, from: unknown, servers: unknown, model: unknown }>} */
const sessions = new Map();
/** @type {(how: string) => void} */
let cancelled = () => {};

/** @type {(client: Client, sessionId: string, text: string) => unknown} */
const say = (client, sessionId, text) =>
  client.notify('session/update', {
    sessionId,
    update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
  });

/**
 * @param {Client} client
 * @param {string} sessionId
 * @param {string} path
 * @param {'edit' | 'execute' | 'other'} kind
 */
async function edit(client, sessionId, path, kind = 'edit') {
  /** @type {import('@agentclientprotocol/sdk').ToolCallUpdate & { title: string }} */
  const toolCall = { toolCallId: `call-${kind}`, title: `${kind} ${path}`, kind, locations: [{ path }] };
  await client.notify('session/update', {
    sessionId,
    update: { sessionUpdate: 'tool_call', ...toolCall, status: 'pending' },
  });
  /** @type {import('@agentclientprotocol/sdk').PermissionOption[]} */
  const options = [
    { optionId: 'always', name: 'Always', kind: 'allow_always' },
    { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
    { optionId: 'no', name: 'No', kind: 'reject_once' },
  ];
  const { outcome } = await client.request('session/request_permission', { sessionId, toolCall, options });
  const isAllowed = outcome.outcome === 'selected' && outcome.optionId === 'yes';
  if (isAllowed && kind === 'edit') writeFileSync(path, 'hello\n');
  await client.notify('session/update', {
    sessionId,
    update: {
      sessionUpdate: 'tool_call_update',
      toolCallId: toolCall.toolCallId,
      status: isAllowed ? 'completed' : 'failed',
    },
  });
  await say(client, sessionId, 'All done.');
}

/**
 * What it does, by the first word of the prompt.
 * @type {Record<string, Act>}
 */
const acts = {
  edit: (client, id, rest) => edit(client, id, rest),
  run: (client, id, rest) => edit(client, id, rest, 'execute'),
  connector: (client, id) => edit(client, id, 'notes/add', 'other'),
  say: (client, id, rest) => say(client, id, rest),
  nothing: () => undefined,
  noise: async (client, id) => {
    process.stdout.write('Loading…\n[1,2]\n{"jsonrpc":"2.0","id":99,"result":{"stopReason":"end_turn"}}\n\u2028\n');
    process.stdout.write(
      `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params: { sessionId: id } })}\n`,
    );
    await client.notify('session/update', { sessionId: id, update: { sessionUpdate: 'surprise', content: 7 } });
    await say(client, id, 'a\u2028b');
  },
  login: () => {
    throw RequestError.authRequired();
  },
  broken: () => {
    throw RequestError.internalError({ details: 'upstream answered 503' });
  },
  die: () => process.exit(7),
  wait: () =>
    new Promise((resolve) => {
      cancelled = resolve;
    }),
  deaf: () => new Promise(() => {}),
  who: (client, id) => say(client, id, JSON.stringify(sessions.get(id))),
};

/** @type {(how: string, params: Place) => { sessionId: string, configOptions?: any[] }} */
const open = (how, params) => {
  const id = how === 'new' || how === 'fork' ? `s-${how}` : `${params.sessionId}`;
  sessions.set(id, { how, from: params.sessionId, servers: params.mcpServers, model: 'small' });
  return {
    sessionId: id,
    ...(mode === 'no-models' ? {} : { configOptions: [modelOption('small')] }),
  };
};

/** @type {(currentValue: string) => import('@agentclientprotocol/sdk').SessionConfigOption} */
const modelOption = (currentValue) => ({
  id: 'model',
  name: 'Model',
  category: 'model',
  type: 'select',
  currentValue,
  options: ['small', 'large'].map((value) => ({ value, name: value })),
});

agent({ name: 'fake' })
  .onRequest('initialize', () => ({
    protocolVersion: mode === 'future' ? 2 : PROTOCOL_VERSION,
    agentInfo: { name: 'fake', version: '3.2.1' },
    agentCapabilities: {
      loadSession: true,
      ...(mode === 'over-http' ? { mcpCapabilities: { http: true } } : {}),
      ...(mode === 'only-loads' ? {} : { sessionCapabilities: { resume: {}, fork: {} } }),
    },
  }))
  .onRequest('session/new', ({ params }) => open('new', params))
  .onRequest('session/resume', ({ params }) => open('resume', params))
  .onRequest('session/load', async ({ params, client }) => {
    await say(client, params.sessionId, 'What I said last time.');
    // Some of it comes after the answer, as gemini does it.
    setTimeout(() => say(client, params.sessionId, 'And then.'), 100);
    return open('load', params);
  })
  .onRequest(
    'session/fork',
    (params) => /** @type {Place} */ (params),
    ({ params }) => open('fork', params),
  )
  .onRequest('session/set_config_option', ({ params }) => {
    const session = sessions.get(params.sessionId);
    if (session !== undefined) session.model = params.value;
    return { configOptions: [modelOption(`${params.value}`)] };
  })
  .onRequest('session/prompt', async ({ params, client }) => {
    const prompt = params.prompt[0]?.type === 'text' ? params.prompt[0].text : '';
    const [first = '', ...rest] = prompt.split(' ');
    const end = await acts[first]?.(client, params.sessionId, rest.join(' '));
    return { stopReason: end === 'cancelled' ? 'cancelled' : 'end_turn' };
  })
  .onNotification('session/cancel', () => cancelled('cancelled'))
  .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
