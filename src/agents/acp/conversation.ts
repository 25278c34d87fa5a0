import type { InitializeRequest, PromptRequest, SetSessionConfigOptionRequest } from '@agentclientprotocol/sdk';
import type { McpServer, Turn, TurnOutcome } from '../port.ts';
import type { AcpConnection } from './connection.ts';
import { type AcpInitialized, type AcpOpened, initialized, opened, prompted } from './messages.ts';
import type { AcpPreset } from './presets.ts';
import type { AcpTurn } from './turn.ts';

const protocolVersion = 1;

/** Milliseconds without news after which an earlier session is taken to be repeated. */
const repeatPatience = 500;

export interface Conversation {
  /** How the turn went; rejects when the agent answers with an error, or not at all. */
  readonly outcome: Promise<TurnOutcome>;
  /** Asks the agent to stop. */
  cancel(): void;
}

/** Holds one turn with an agent: greets it, opens the session and sends the prompt. */
export function converse(turn: Turn, preset: AcpPreset, told: AcpTurn, agent: AcpConnection): Conversation {
  let session: string | undefined;
  const hold = async (): Promise<TurnOutcome> => {
    const greeting = await greet(agent);
    const mine = await open(agent, turn, greeting);
    session = mine.id;
    const model = await chooseModel(agent, turn, preset, mine);
    told.opened(mine.id, model, greeting.agentInfo?.version);
    told.begins();
    const prompt: PromptRequest = { sessionId: mine.id, prompt: [{ type: 'text', text: words(turn) }] };
    return told.prompted(prompted.parse(await agent.request('session/prompt', prompt)));
  };
  return {
    outcome: hold(),
    cancel: () => {
      if (session !== undefined) agent.notify('session/cancel', { sessionId: session });
    },
  };
}

/** Says hello. No file and no terminal of ours is offered: the agent uses its own, in its cage. */
export async function greet(agent: AcpConnection): Promise<AcpInitialized> {
  const hello: InitializeRequest = {
    protocolVersion,
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    clientInfo: { name: 'loopwright', version: '1' },
  };
  const greeting = initialized.parse(await agent.request('initialize', hello));
  if (greeting.protocolVersion === protocolVersion) return greeting;
  throw new Error(`it speaks version ${greeting.protocolVersion} of the protocol, and ${protocolVersion} is needed`);
}

interface OpenSession extends AcpOpened {
  readonly id: string;
}

async function open(agent: AcpConnection, turn: Turn, greeting: AcpInitialized): Promise<OpenSession> {
  const can = greeting.agentCapabilities;
  const place = { cwd: turn.cwd, mcpServers: turn.mcp.map(serverFor(can?.mcpCapabilities?.http === true)) };
  const { session } = turn;
  if (session === undefined) {
    return known(opened.parse(await agent.request('session/new', place)));
  }
  const earlier = { ...place, sessionId: session.id };
  if (session.mode === 'fork') {
    if (can?.sessionCapabilities?.fork === undefined)
      throw new Error('it cannot begin a session with what another knows');
    return known(opened.parse(await agent.request('session/fork', earlier)));
  }
  if (can?.sessionCapabilities?.resume !== undefined) {
    return { ...opened.parse(await agent.request('session/resume', earlier)), id: session.id };
  }
  if (can?.loadSession !== true) throw new Error('it cannot go on with an earlier session');
  const loaded = opened.parse(await agent.request('session/load', earlier));
  // gemini answers before it has repeated all that was said.
  await agent.quiet(repeatPatience);
  return { ...loaded, id: session.id };
}

function known(answer: AcpOpened): OpenSession {
  if (answer.sessionId === undefined) throw new Error('it opened a session and did not say which');
  return { ...answer, id: answer.sessionId };
}

/** The model that works from now on, where it says which one. */
async function chooseModel(
  agent: AcpConnection,
  turn: Turn,
  preset: AcpPreset,
  mine: OpenSession,
): Promise<string | undefined> {
  const option = mine.configOptions?.find((offered) => offered?.category === 'model');
  const current = option?.currentValue ?? mine.models?.currentModelId;
  const { model } = turn;
  if (model === undefined || preset.takesModel || model === current)
    return typeof current === 'string' ? current : model;
  if (option) {
    const choice: SetSessionConfigOptionRequest = { sessionId: mine.id, configId: option.id, value: model };
    await agent.request('session/set_config_option', choice);
  } else if (mine.models) {
    await agent.request('session/set_model', { sessionId: mine.id, modelId: model });
  } else {
    throw new Error(`it offers no choice of models: take "${model}" out of the loop, or name it in its command`);
  }
  return model;
}

/** How the protocol names a server; `takesHttp`: the agent said that it talks to servers over HTTP. */
export const serverFor =
  (takesHttp: boolean) =>
  ({ name, command, args, env, served }: McpServer) => {
    if (served !== undefined && takesHttp)
      return { type: 'http', name, url: served.url, headers: [authorization(served)] };
    return {
      name,
      command,
      args: [...args],
      env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    };
  };

const authorization = ({ token }: NonNullable<McpServer['served']>) => ({
  name: 'Authorization',
  value: `Bearer ${token}`,
});

/** The protocol has no place for instructions beside the prompt. */
const words = ({ instructions, prompt }: Turn): string =>
  instructions === undefined ? prompt : `${instructions}\n\n${prompt}`;
