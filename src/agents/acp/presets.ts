import * as z from 'zod';
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
  argv: ({ program, model }) => [...program, '--acp', '--skip-trust', ...(model === undefined ? [] : ['-m', model])],
  env: ({ env }) => ({ ...env, GEMINI_CLI_NO_RELAUNCH: 'true' }),
  takesModel: true,
  usage: 'gemini',
  before: newMinute,
};

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

const object = z.record(z.string(), z.unknown());

/**
 * The person's own rules, with all that changes something asked for in a reading role: a refusal would end the turn, so it is
 * told to go on after one. Of a connector's tools those that are not named are not offered.
 */
function rulesOf({ env, readOnly, mcp }: Turn): Readonly<Record<string, string>> {
  const named = mcp.flatMap(({ name, tools }) =>
    tools === undefined ? [] : [[`${name}_*`, 'deny'], ...tools.map((tool) => [`${name}_${tool}`, 'allow'])],
  );
  const rules = { ...Object.fromEntries(named), ...(readOnly ? { edit: 'ask', bash: 'ask' } : {}) };
  if (Object.keys(rules).length === 0) return {};
  const config = objectIn(env['OPENCODE_CONFIG_CONTENT']);
  const experimental = { ...object.safeParse(config['experimental']).data, continue_loop_on_deny: true };
  return {
    OPENCODE_PERMISSION: JSON.stringify({ ...objectIn(env['OPENCODE_PERMISSION']), ...rules }),
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ ...config, experimental }),
  };
}

function objectIn(text = '{}'): Readonly<Record<string, unknown>> {
  try {
    return object.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
