import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { serverFor } from '../../../src/agents/acp/conversation.ts';
import { geminiPreset, opencodePreset } from '../../../src/agents/acp/presets.ts';
import { LineRpc } from '../../../src/agents/adapting/lineRpc.ts';
import { claudeArguments, claudeEnvironment, promptMessage } from '../../../src/agents/claude/arguments.ts';
import { writeClaudeFiles } from '../../../src/agents/claude/files.ts';
import { startSettings, threadParams, turnParams } from '../../../src/agents/codex/config.ts';
import { LineSplitter } from '../../../src/agents/drive/lineSplitter.ts';
import { piArguments } from '../../../src/agents/pi/arguments.ts';
import type { McpServer, Turn } from '../../../src/agents/port.ts';
import type { AgentWorld, TestedAgent } from '../../agents/agentWorld.ts';
import type { AskedModel, Measured, MeasuredOrder } from './measured.ts';

/**
 * The program without us, in the mode and with the arguments that its adapter uses, so that what differs is ours: claude's
 * streams, codex's app-server, pi's rpc, the Agent Client Protocol of gemini and opencode. It is not asked for its version,
 * and whoever talks to it says no more than it needs to begin a turn. It gets the MCP servers that are named; what having
 * one costs an agent is the agent's own.
 */
export function bareAgent(world: AgentWorld, model: AskedModel, mcp: readonly McpServer[] = []): Promise<Measured> {
  const turn = { ...world.turn(), mcp };
  return model.measure({ cwd: turn.cwd, env: turn.env, ...orders[world.agent](turn) });
}

type Order = Pick<MeasuredOrder, 'argv' | 'over'> & Partial<MeasuredOrder>;

const orders: { readonly [A in TestedAgent]: (turn: Turn) => Order } = {
  claude: (turn) => ({
    argv: [...turn.program, ...claudeArguments(turn, turn.mcp.length === 0 ? {} : writeClaudeFiles(turn))],
    env: claudeEnvironment(turn),
    stdin: promptMessage(turn.prompt),
    over: (child) => once(child, 'close'),
  }),
  codex: (turn) => ({
    argv: [...turn.program, 'app-server', ...startSettings(turn.cwd, false)],
    over: (child) => talkToCodex(child, turn),
  }),
  pi: (turn) => ({
    argv: [...turn.program, ...piArguments(turn, { session: randomUUID() })],
    over: (child) =>
      new Promise<void>((resolve) => {
        onLines(child, (line) => line.includes('"agent_settled"') && resolve());
        child.stdin?.write(`${JSON.stringify({ type: 'prompt', message: turn.prompt })}\n`);
      }),
  }),
  gemini: (turn) => ({
    argv: geminiPreset.argv(turn),
    env: geminiPreset.env(turn),
    over: (child) => talkOverAcp(child, turn),
  }),
  opencode: (turn) => ({
    argv: opencodePreset.argv(turn),
    env: opencodePreset.env(turn),
    over: (child) => talkOverAcp(child, turn),
  }),
};

function onLines({ stdout }: ChildProcess, take: (line: string) => void): void {
  const lines = new LineSplitter(take);
  stdout?.on('data', (data: Buffer | string) => lines.push(Buffer.from(data)));
}

/** Asks and waits for the result; `heard` is told the methods of what the program says unasked. */
function askerOf(child: ChildProcess, version: boolean, heard: (method: string) => void = () => undefined) {
  const rpc = new LineRpc(
    (text) => child.stdin?.write(text),
    {
      notified: (method) => heard(method),
      asked: () => ({ ok: false, error: { code: -32_601, message: 'nobody is there to answer' } }),
      noise: () => undefined,
    },
    { version },
  );
  onLines(child, (line) => rpc.take(line));
  child.once('close', () => rpc.close('it ended'));
  return {
    tell: (method: string) => rpc.notify(method),
    ask: async <T>(method: string, params: unknown): Promise<T> => {
      const answer = await rpc.request(method, params);
      if (!answer.ok) throw new Error(`${method}: ${answer.error.message}`);
      return answer.value as T;
    },
  };
}

async function talkToCodex(child: ChildProcess, turn: Turn): Promise<void> {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { ask, tell } = askerOf(child, false, (method) => method === 'turn/completed' && end());
  await ask('initialize', { clientInfo: { name: 'bench', title: 'Bench', version: '0' } });
  tell('initialized');
  const user = { isLoggedIn: true, provider: 'mock', openaiUrl: undefined, servers: [] };
  const { thread } = await ask<{ thread: { id: string } }>('thread/start', threadParams(turn, user));
  await ask('turn/start', turnParams(turn, thread.id));
  await ended;
}

async function talkOverAcp(child: ChildProcess, turn: Turn): Promise<void> {
  const { ask } = askerOf(child, true);
  const clientCapabilities = { fs: { readTextFile: false, writeTextFile: false }, terminal: false };
  await ask('initialize', { protocolVersion: 1, clientCapabilities, clientInfo: { name: 'bench', version: '1' } });
  const { sessionId } = await ask<{ sessionId: string }>('session/new', {
    cwd: turn.cwd,
    mcpServers: turn.mcp.map(serverFor(true)),
  });
  await ask('session/prompt', { sessionId, prompt: [{ type: 'text', text: turn.prompt }] });
}
