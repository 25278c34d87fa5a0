import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrivenAgent } from '../../model/agents.ts';
import type { Turn } from '../port.ts';
import { newMinute } from './geminiMinute.ts';
import type { AcpUsage } from './turn.ts';

/** How one agent is started as a server of the Agent Client Protocol. */
export interface AcpPreset {
  readonly name: DrivenAgent;
  readonly argv: (turn: Turn) => readonly string[];
  readonly env: (turn: Turn) => Readonly<Record<string, string>>;
  /** Whether its command line takes the model; else it is chosen in the session. */
  readonly takesModel: boolean;
  readonly usage: AcpUsage;
  /** What has to be waited for. */
  readonly before?: (turn: Turn, signal: AbortSignal) => Promise<void>;
}

/** Google's gemini-cli. It starts itself a second time, out of reach of signals, unless it is told not to. */
export const geminiPreset: AcpPreset = {
  name: 'gemini',
  argv: ({ program, model, scratch }) => [
    ...[...program, '--acp', '--skip-trust', '--policy', policyFile(scratch)],
    ...(model === undefined ? [] : ['-m', model]),
  ],
  env: ({ env }) => ({ ...env, GEMINI_CLI_NO_RELAUNCH: 'true' }),
  takesModel: true,
  usage: 'gemini',
  before: async (turn, signal) => {
    await writeFile(policyFile(turn.scratch), noSubAgents, { mode: 0o600 });
    await newMinute(turn, signal);
  },
};

const policyFile = (scratch: string): string => join(scratch, 'gemini-policy.toml');

/** What its sub-agents use is told nowhere, so that no limit would hold for it. */
const noSubAgents = '[[rule]]\ntoolName = "invoke_agent"\ndecision = "deny"\npriority = 999\n';

/** opencode. It edits without asking unless its configuration has it ask. */
export const opencodePreset: AcpPreset = {
  name: 'opencode',
  argv: ({ program }) => [...program, 'acp'],
  env: (turn) => ({
    OPENCODE_DISABLE_AUTOUPDATE: 'true',
    OPENCODE_DISABLE_LSP_DOWNLOAD: 'true',
    ...turn.env,
    ...rulesOf(turn),
  }),
  takesModel: false,
  usage: 'opencode',
};

/** Any agent: the person names the whole command. */
export const anyPreset: AcpPreset = {
  name: 'acp',
  argv: ({ program }) => program,
  env: ({ env }) => env,
  takesModel: false,
  usage: 'none',
};

/**
 * The person's own rules, with all that changes something asked for in a reading role: a refusal would end the turn, so it is
 * told to go on after one. Of a connector's tools those that are not named are not offered, and no sub-agents: what they use
 * is told nowhere, so that no limit would hold for it.
 */
function rulesOf({ env, readOnly, mcp }: Turn): Readonly<Record<string, string>> {
  const named = mcp.flatMap(({ name, tools }) =>
    tools === undefined ? [] : [[`${name}_*`, 'deny'], ...tools.map((tool) => [`${name}_${tool}`, 'allow'])],
  );
  const rules = { ...Object.fromEntries(named), task: 'deny', ...(readOnly ? { edit: 'ask', bash: 'ask' } : {}) };
  const config = objectIn(env['OPENCODE_CONFIG_CONTENT']);
  // It would have a model find a title for the session, and leave that out of its cost.
  const agents = objectOf(config['agent']);
  const agent = { ...agents, title: { ...objectOf(agents['title']), disable: true } };
  const experimental = { ...objectOf(config['experimental']), continue_loop_on_deny: true };
  return {
    OPENCODE_PERMISSION: JSON.stringify({ ...objectIn(env['OPENCODE_PERMISSION']), ...rules }),
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ ...config, agent, experimental }),
  };
}

function objectIn(text = '{}'): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** What is an object as it is, and all else as an empty one. */
const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
